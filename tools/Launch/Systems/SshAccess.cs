using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Systems;

/// <summary>A way into a guest by ssh: a port of this host, what ssh is told, and for a system of ours a key of this run's own. Another guest knows its user's keys, or asks for a password.</summary>
internal static class SshAccess
{
    private const int GuestPort = 22;
    private const string KeyType = "ssh-ed25519";
    private const string Key = "id_ed25519";

    /// <summary>What ssh is told, in a run's directory: `ssh -F FILE guest`.</summary>
    public static string ConfigurationIn(RunDirectory directory) => directory.File("ssh");

    /// <summary>The configuration with a port that leads to the guest, and the key on its command line.</summary>
    /// <param name="configuration">One that may ask for it by <see cref="ClusterConfiguration.HasSsh"/>.</param>
    /// <param name="directory">Where files of the run go.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<ClusterConfiguration> AttachAsync(ClusterConfiguration configuration, RunDirectory directory, CancellationToken cancellation)
    {
        if (!configuration.HasSsh) return configuration;
        PortForward forward = new(false, PortForward.FreeHostPort(), GuestPort);
        string text = Text(forward.HostPort), append = configuration.Append;
        if (configuration.Root is not null)
        {
            string key = directory.File(Key);
            text += KeyText(key);
            append = $"pilevisor.key={await MakeKeyAsync(key, cancellation)} {append}";
        }

        await File.WriteAllTextAsync(ConfigurationIn(directory), text, cancellation);
        GuestNetwork network = configuration.Devices.Network!;
        return configuration with
        {
            Append = append,
            Devices = configuration.Devices with { Network = network with { Forwards = [.. network.Forwards, forward] } },
        };
    }

    // The public half, without its type.
    private static async Task<string> MakeKeyAsync(string file, CancellationToken cancellation)
    {
        await new HostCommand("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file).RunCheckedAsync(cancellation);
        return (await File.ReadAllTextAsync(file + ".pub", cancellation)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
    }

    // The guest has another host key each time that its system is made: known ones would be in the way.
    private static string Text(int port) => $"""
        Host guest
            HostName 127.0.0.1
            Port {port}
            User root
            StrictHostKeyChecking no
            UserKnownHostsFile /dev/null
            LogLevel ERROR

        """;

    private static string KeyText(string key) => $"""
            IdentityFile "{key}"
            IdentitiesOnly yes
            PubkeyAcceptedAlgorithms {KeyType}

        """;
}

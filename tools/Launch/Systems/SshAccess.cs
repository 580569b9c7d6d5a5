using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Systems;

/// <summary>A way into a guest by ssh: a key of this run's own, a port of this host, and what ssh is told.</summary>
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
        string key = directory.File(Key);
        await new HostCommand("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key).RunCheckedAsync(cancellation);
        // KEYTYPE BASE64
        string publicKey = (await File.ReadAllTextAsync(key + ".pub", cancellation)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
        PortForward forward = FreePort();
        await File.WriteAllTextAsync(ConfigurationIn(directory), Text(forward.HostPort, key), cancellation);
        GuestNetwork network = configuration.Devices.Network!;
        return configuration with
        {
            Append = $"pilevisor.key={publicKey} {configuration.Append}",
            Devices = configuration.Devices with { Network = network with { Forwards = [.. network.Forwards, forward] } },
        };
    }

    // Somebody else could take it until QEMU does, which then says so.
    private static PortForward FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return new PortForward(false, ((IPEndPoint)listener.LocalEndpoint).Port, GuestPort);
    }

    // The guest has another host key each time that its system is made: known ones would be in the way.
    private static string Text(int port, string key) => $"""
        Host guest
            HostName 127.0.0.1
            Port {port}
            User root
            IdentityFile "{key}"
            IdentitiesOnly yes
            PubkeyAcceptedAlgorithms {KeyType}
            StrictHostKeyChecking no
            UserKnownHostsFile /dev/null
            LogLevel ERROR

        """;
}

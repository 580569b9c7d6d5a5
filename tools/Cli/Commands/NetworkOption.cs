using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using System.Net;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Cli.Commands;

/// <summary>user[,forward=tcp:2222:22], tap=NAME or none: the guest's network.</summary>
internal static class NetworkOption
{
    private const string Forward = "forward=";
    private const string Tap = "tap=";
    private const string None = "none";
    private const string User = "user";

    public static Option<NetworkChoice?> Create(string name) => new(name)
    {
        Description = "The guest's network: none, user (out through this host, and with ,forward=tcp:2222:22 in by its port 2222) or tap=NAME [default: none; user with --distro and --root]",
        HelpName = "WHAT",
        CustomParser = Parse,
    };

    internal static GuestNetwork? Read(string text, out string? problem)
    {
        string[] parts = text.Split(',');
        PortForward?[] forwards = [.. parts.Skip(1).Select(ReadForward)];
        problem = null;
        if (Array.IndexOf(forwards, null) is >= 0 and int wrong) problem = $"'{parts[wrong + 1]}' is no forwarded port: write this host's and the guest's as in {Forward}tcp:2222:22, or udp";
        else if (parts[0] == None && forwards.Length > 0) problem = $"a guest without a network has no ports: {User},{Forward}… forwards them";
        else if (parts[0] == User || (parts[0].StartsWith(Tap, StringComparison.Ordinal) && parts[0].Length > Tap.Length)) return new GuestNetwork { Tap = parts[0] == User ? null : parts[0][Tap.Length..], Forwards = [.. forwards.OfType<PortForward>()] };
        else if (parts[0] != None) problem = $"'{parts[0]}' is no network: there are {None}, {User} and {Tap}NAME";
        return null;
    }

    private static PortForward? ReadForward(string text)
    {
        if (!text.StartsWith(Forward, StringComparison.Ordinal) || text[Forward.Length..].Split(':') is not ["tcp" or "udp", var host, var guest] words) return null;
        return Port(host) is { } hostPort && Port(guest) is { } guestPort ? new PortForward(words[0] == "udp", hostPort, guestPort) : null;
    }

    private static int? Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? port : null;

    private static NetworkChoice Parse(ArgumentResult result)
    {
        GuestNetwork? network = Read(result.Tokens[0].Value, out string? problem);
        if (problem is not null) result.AddError(problem);
        return new(network);
    }
}

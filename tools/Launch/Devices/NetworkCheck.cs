using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace Pilevisor.Launch.Devices;

/// <summary>Looks for what is wrong with a guest's network: interfaces and ports of this host.</summary>
internal static class NetworkCheck
{
    private const string Interfaces = "/sys/class/net";

    public static IEnumerable<string> Problems(GuestNetwork? network)
    {
        if (network is null) yield break;
        if (network.Tap is { } tap)
        {
            if (TapProblem(tap) is { } wrong) yield return wrong;
            if (network.Forwards.Count > 0) yield return "forward=… is for --net user: by a tap a guest has an address of its own, and all its ports";
        }

        foreach (PortForward forward in network.Forwards.Where(forward => !IsPort(forward.HostPort) || !IsPort(forward.GuestPort)))
            yield return $"ports are 1 to {IPEndPoint.MaxPort}, not {forward.HostPort} and {forward.GuestPort}";
        foreach ((string protocol, int port) in DeviceCheck.Repeated(network.Forwards.Select(forward => (forward.Protocol, forward.HostPort)))) yield return $"{protocol.ToUpperInvariant()} port {port} of this host is forwarded twice: it can lead to one of the guest's";
        foreach (PortForward forward in network.Forwards.Where(forward => IsPort(forward.HostPort)).DistinctBy(forward => (forward.IsUdp, forward.HostPort)))
        {
            if (PortProblem(forward) is { } taken) yield return taken;
        }
    }

    private static bool IsPort(int number) => number is > IPEndPoint.MinPort and <= IPEndPoint.MaxPort;

    private static string? TapProblem(string name)
    {
        if (name.Length is 0 or > GuestNetwork.LongestInterface || name.Any(c => c == '/' || char.IsWhiteSpace(c)) || name is "." or "..") return $"a network interface's name has 1 to {GuestNetwork.LongestInterface} characters, none of them a slash or a space, which \"{name}\" is not";
        if (!Directory.Exists(Path.Combine(Interfaces, name))) return $"no network interface {name} is on this host: `ip tuntap add dev {name} mode tap user $USER`, as root, makes one";
        return File.Exists(Path.Combine(Interfaces, name, "tun_flags")) ? null : $"the network interface {name} is no tap: `ip tuntap add dev NAME mode tap user $USER`, as root, makes one";
    }

    private static string? PortProblem(PortForward forward)
    {
        using Socket socket = new(AddressFamily.InterNetwork, forward.IsUdp ? SocketType.Dgram : SocketType.Stream, forward.IsUdp ? ProtocolType.Udp : ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, forward.HostPort));
            // Two may bind a port, but one listens.
            if (!forward.IsUdp) socket.Listen();
            return null;
        }
        catch (SocketException e)
        {
            string why = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is in use" : $"cannot be had: {e.Message}";
            return $"{forward.Protocol.ToUpperInvariant()} port {forward.HostPort} of this host {why}: forward another to the guest's {forward.GuestPort}";
        }
    }
}

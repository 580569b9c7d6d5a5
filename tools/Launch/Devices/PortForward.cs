using System.Net;
using System.Net.Sockets;

namespace Pilevisor.Launch.Devices;

/// <summary>A port of this host, for programs on it alone, that leads to one of the guest.</summary>
/// <param name="IsUdp">Whether it is one of UDP's, not of TCP's.</param>
/// <param name="HostPort">The host's, 1 to 65535.</param>
/// <param name="GuestPort">The guest's, 1 to 65535.</param>
public sealed record PortForward(bool IsUdp, int HostPort, int GuestPort)
{
    /// <summary>Which protocol's ports they are, as QEMU and the command line call it.</summary>
    public string Protocol => IsUdp ? "udp" : "tcp";

    /// <summary>A port of TCP's that nobody has on this host just now. Somebody else could take it until QEMU does, which then says so.</summary>
    public static int FreeHostPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

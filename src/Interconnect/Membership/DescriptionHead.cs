using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>The body of the cluster's description, whose payload is a <see cref="DescribedNode"/> for each place (little-endian, 8 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct DescriptionHead
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 8;

    /// <summary>The number of the view that is described: 0 at bring-up, else the one in which the receiver joins.</summary>
    public uint View;

    /// <summary><see cref="Interconnect.GuestChoice"/>.</summary>
    public byte GuestChoice;
}

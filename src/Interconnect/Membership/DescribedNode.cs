using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// A node in the cluster's description on the wire: 20 bytes, little-endian, so that those of <see cref="NodeId.MaximumNodes"/> fit into one datagram. Where its window and its vCPUs begin follows from the nodes before it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = Bytes)]
internal struct DescribedNode
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 20;

    /// <summary>Its Ethernet address.</summary>
    public MacAddress Address;

    /// <summary>Size of its window in bytes.</summary>
    public ulong WindowBytes;

    /// <summary>Its CPUs.</summary>
    public uint CpuCount;
}

using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// A place in the cluster's description on the wire: 20 bytes, little-endian, so that those of <see cref="NodeId.MaximumNodes"/> fit into one datagram. Where its window and its vCPUs begin follows from the places before it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = Bytes)]
internal struct DescribedNode
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 20;

    /// <summary>The node's Ethernet address; 0 if the place is free.</summary>
    public MacAddress Address;

    /// <summary>Size of its window, in units of <see cref="MemberTable.WindowUnit"/>.</summary>
    public uint WindowUnits;

    /// <summary>How many of them its node has no RAM for.</summary>
    public uint MissingUnits;

    /// <summary>Its vCPUs.</summary>
    public byte CpuCount;

    /// <summary>How many of them its node has no CPU for.</summary>
    public byte MissingCpus;

    /// <summary>1 if the place was kept free when the guest booted.</summary>
    public byte JoinsLater;

    /// <summary>What goes over the wire of <paramref name="node"/>.</summary>
    public static DescribedNode Of(in NodeDescription node) => new()
    {
        Address = node.Address,
        WindowUnits = (uint)(node.WindowBytes / MemberTable.WindowUnit),
        MissingUnits = (uint)(node.MissingBytes / MemberTable.WindowUnit),
        CpuCount = (byte)node.CpuCount,
        MissingCpus = (byte)node.MissingCpus,
        JoinsLater = node.JoinsLater ? (byte)1 : (byte)0,
    };
}

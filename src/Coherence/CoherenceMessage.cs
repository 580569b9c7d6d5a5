using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The fixed part of every protocol's messages, as it goes over the wire (little-endian, 32 bytes). What a field means is the protocol's own.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
public struct CoherenceMessage
{
    /// <summary>The page it is about.</summary>
    public PageNumber Page;

    /// <summary>The protocol's own number for what it is: 0 to 31; the message kind on the wire is 0x20 + this.</summary>
    public byte Kind;

    /// <summary>The protocol's own flags.</summary>
    public byte Flags;

    /// <summary>The node the message is on behalf of.</summary>
    public NodeId Requester;

    /// <summary>A number of nodes: acknowledgements to expect, say.</summary>
    public ushort Count;

    /// <summary>A set of nodes: holders of copies, say. Coarse in a cluster of more than 64: see <see cref="NodeSetView.Fold"/>.</summary>
    public NodeSet Nodes;

    /// <summary>Another number of the protocol's own.</summary>
    public ulong Value;
}

using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A node has died; or what is lost with all that have. As it goes over the wire (little-endian, 12 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct DeathNotice
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 12;

    /// <summary>The number of this notice, over all the run: an answer to an older one counts for nothing.</summary>
    public uint Burial;

    /// <summary>In the answer: of how many pages its sender knows that their content was with the dead, or may have been.</summary>
    public uint LostPages;

    /// <summary>In the leader's word: who has died; one of them, if all know and are asked to look once more.</summary>
    public NodeId Node;

    /// <summary>In the answer: how many vCPUs its sender has turned on at the dead.</summary>
    public byte Vcpus;

    /// <summary>In the leader's word: 1 if the guest uses the node's CPUs or its memory: then it cannot go on, and nobody does without them.</summary>
    public byte IsNeeded;
}

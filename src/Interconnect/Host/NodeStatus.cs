using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>How a node is, for whoever looks at a running cluster: once a second while the guest runs, as it goes over the wire (little-endian, 48 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct NodeStatus
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 48;

    /// <summary>What the node gives to the guest, in bytes.</summary>
    public ulong GivenBytes;

    /// <summary>What it keeps of other nodes' memory, in bytes.</summary>
    public ulong CachedBytes;

    /// <summary>How many accesses of its vCPUs had to be granted by other nodes so far.</summary>
    public ulong Misses;

    /// <summary>How many vCPUs are on.</summary>
    public uint Vcpus;

    /// <summary>How many CPUs there are for them.</summary>
    public uint Cpus;

    /// <summary>The number of the cluster's view, as this node knows it.</summary>
    public uint View;

    /// <summary>How many of its frames to other nodes wait for their acknowledgement, or for being sent.</summary>
    public uint WaitingFrames;

    /// <summary>How long its vCPUs have had nothing to do so far, in microseconds, all of them together.</summary>
    public ulong IdleMicroseconds;
}

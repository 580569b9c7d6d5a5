using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>What one CPU has counted. Only that CPU writes it, with interrupts masked, so that nothing gets lost; any may read it, and may be a moment behind.</summary>
internal struct CpuCounters
{
    /// <summary>By <see cref="Counter"/>.</summary>
    public Values Counters;

    /// <summary>Messages sent, by kind.</summary>
    public Kinds Messages;

    /// <summary>Their bytes on the wire, by kind.</summary>
    public Kinds MessageBytes;

    /// <summary>Remote faults, by <see cref="NodeCounters.LatencyBucket"/>.</summary>
    public Latencies FaultLatencies;

    /// <summary>One a counter.</summary>
    [InlineArray(NodeCounters.MaximumCounters)]
    public struct Values
    {
        private ulong _first;
    }

    /// <summary>One a kind of message.</summary>
    [InlineArray(NodeCounters.MaximumKinds)]
    public struct Kinds
    {
        private ulong _first;
    }

    /// <summary>One a bucket of the histogram.</summary>
    [InlineArray(NodeCounters.LatencyBuckets)]
    public struct Latencies
    {
        private ulong _first;
    }
}

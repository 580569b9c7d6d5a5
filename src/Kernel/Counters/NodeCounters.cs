using System;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// This node's counters: each CPU adds to its own, and reading sums them up. Any code may count, under any lock or none. A sum that is read while others count may be a moment behind.
/// </summary>
/// <param name="processor">Which CPU counts.</param>
public sealed class NodeCounters(IProcessor processor)
{
    /// <summary>How many <see cref="Counter"/>s there can be.</summary>
    public const int MaximumCounters = 32;

    /// <summary>How many kinds of message there can be.</summary>
    public const int MaximumKinds = 128;

    /// <summary>Buckets of the latency histogram: see <see cref="LatencyBucket"/>.</summary>
    public const int LatencyBuckets = 128;

    private readonly CpuCounters[] _cpus = new CpuCounters[CpuIndex.MaximumCpus];

    /// <summary>The value of <paramref name="counter"/>.</summary>
    public ulong this[Counter counter]
    {
        get
        {
            ulong sum = 0;
            foreach (ref readonly CpuCounters cpu in _cpus.AsSpan()) sum += cpu.Counters[(int)counter];
            return sum;
        }
    }

    /// <summary>Adds to <paramref name="counter"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Counter counter, ulong amount = 1) => Own.Counters[(int)counter] += amount;

    /// <summary>Adds one to <paramref name="counter"/> on the CPU <paramref name="cpu"/>, which is the calling one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(CpuIndex cpu, Counter counter) => _cpus[cpu.Value].Counters[(int)counter]++;

    /// <summary>Counts a message of <paramref name="kind"/> sent with <paramref name="bytes"/> bytes on the wire.</summary>
    public void AddMessage(byte kind, int bytes)
    {
        ref CpuCounters own = ref Own;
        own.Messages[kind]++;
        own.MessageBytes[kind] += (uint)bytes;
    }

    /// <summary>Counts a further frame of a message of <paramref name="kind"/>.</summary>
    public void AddPart(byte kind, int bytes) => Own.MessageBytes[kind] += (uint)bytes;

    /// <summary>How many messages of <paramref name="kind"/> were sent.</summary>
    public ulong Messages(byte kind)
    {
        ulong sum = 0;
        foreach (ref readonly CpuCounters cpu in _cpus.AsSpan()) sum += cpu.Messages[kind];
        return sum;
    }

    /// <summary>How many bytes messages of <paramref name="kind"/> were on the wire.</summary>
    public ulong MessageBytes(byte kind)
    {
        ulong sum = 0;
        foreach (ref readonly CpuCounters cpu in _cpus.AsSpan()) sum += cpu.MessageBytes[kind];
        return sum;
    }

    /// <summary>Counts a remote fault that took <paramref name="microseconds"/> from the guest's access to permission.</summary>
    public void AddFaultLatency(ulong microseconds) => Own.FaultLatencies[LatencyBucket(microseconds)]++;

    /// <summary>How many remote faults fell into <paramref name="bucket"/>.</summary>
    public ulong FaultLatencies(int bucket)
    {
        ulong sum = 0;
        foreach (ref readonly CpuCounters cpu in _cpus.AsSpan()) sum += cpu.FaultLatencies[bucket];
        return sum;
    }

    /// <summary>
    /// The bucket of a latency: exact up to 7 us, then eight buckets an octave, so that a bucket's width is at most an eighth of its value.
    /// </summary>
    public static int LatencyBucket(ulong microseconds)
    {
        if (microseconds < 8) return (int)microseconds;
        int octave = System.Numerics.BitOperations.Log2(microseconds);
        int bucket = ((octave - 2) * 8) + (int)((microseconds >> (octave - 3)) & 7);
        return bucket < LatencyBuckets ? bucket : LatencyBuckets - 1;
    }

    /// <summary>The smallest latency that falls into <paramref name="bucket"/>, in microseconds.</summary>
    public static ulong LatencyBucketStart(int bucket)
    {
        if (bucket < 8) return (ulong)bucket;
        int octave = (bucket / 8) + 2;
        return (8ul + (ulong)(bucket & 7)) << (octave - 3);
    }

    private ref CpuCounters Own => ref _cpus[processor.Current.Value];
}

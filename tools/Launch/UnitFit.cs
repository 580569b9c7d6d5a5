using System.Collections.Generic;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch;

/// <summary>Whether a configuration's sizes fit a variant's unit of coherence, which is known once its image is built.</summary>
public static class UnitFit
{
    /// <summary>What does not fit, with what would; empty if all does.</summary>
    /// <param name="configuration">The cluster.</param>
    /// <param name="unitBytes">How large a page is as nodes share it.</param>
    public static IEnumerable<string> Problems(ClusterConfiguration configuration, int unitBytes)
    {
        string unit = $"{configuration.Variant} shares pages of {ByteSize.Format(unitBytes)}";
        if (configuration.MemoryBytes % unitBytes != 0)
            yield return $"{unit}, and a node's memory of {ByteSize.Format(configuration.MemoryBytes)} is no multiple of that: {ByteSize.Format(NextMultiple(configuration.MemoryBytes))} is one";
        if (configuration.EffectiveMostNodes == 1) yield break;
        if (Frames(configuration, unitBytes) is var frames and > FramePool.MostFrames)
            yield return $"{unit}, and {configuration.EffectiveMostNodes} nodes of {configuration.CpusPerNode} CPUs need room for {frames} frames with parts of them, {FramePool.MostFrames} are the most: start fewer, or boot a variant with smaller pages";
        long cache = configuration.EffectiveCacheBytes;
        long least = FrameCache.MinimumFrames * (long)unitBytes;
        if (cache < least)
            yield return $"{unit}, and a cache of {ByteSize.Format(cache)} holds {cache / unitBytes}: each node needs at least {FrameCache.MinimumFrames}, {ByteSize.Format(least)}";
        else if (cache % unitBytes != 0)
            yield return $"{unit}, and a cache of {ByteSize.Format(cache)} is no multiple of that: {ByteSize.Format(NextMultiple(cache))} is one";

        long NextMultiple(long bytes) => (bytes / unitBytes + 1) * unitBytes;
    }

    // Of a page at most: a transport with smaller frames needs more, which each node then says.
    private static long Frames(ClusterConfiguration configuration, int unitBytes) =>
        Machines.NodeMemory.PagesToSend(configuration.EffectiveMostNodes, configuration.CpusPerNode, unitBytes) * (unitBytes / GranuleNumber.Bytes);
}

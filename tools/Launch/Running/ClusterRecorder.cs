using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Launch.Running;

/// <summary>Makes a trace file of what a cluster's nodes record.</summary>
/// <param name="path">The file.</param>
/// <param name="variant">The image that the nodes boot.</param>
/// <param name="protocol">Its protocol, if that is known.</param>
/// <param name="pageBytes">Bytes in a page.</param>
/// <param name="nodes">How many nodes there are.</param>
internal sealed class ClusterRecorder(string path, string variant, string? protocol, int pageBytes, int nodes) : IDisposable
{
    private TraceFile? _file;

    /// <summary>Takes what the nodes send.</summary>
    public TraceCollector Collector { get; } = new(nodes, pageBytes);

    /// <summary>Makes sure that the file can be written, while nothing is lost yet.</summary>
    /// <exception cref="LaunchException">If it cannot.</exception>
    public void Begin() => _file = new TraceFile(path);

    /// <summary>Writes the file, if the run came to a good end.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="counts">What the nodes counted; null if some did not say.</param>
    /// <param name="names">Names of messages.</param>
    public Recording Finish(ClusterEnd end, IReadOnlyDictionary<int, NodeCounts>? counts, MessageNames names)
    {
        if (Problem(end, counts) is { } problem) return new Recording(path, 0, 0, problem);
        Trace trace = new(new TraceHeader(variant, protocol, pageBytes, Collector.Nodes), Collector.Records(), counts!.OrderBy(c => c.Key).Select(c => c.Value).ToArray(), names.All);
        try
        {
            _file!.Commit(trace);
            return new Recording(path, trace.Records.Count, trace.Header.Lost, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Recording(path, 0, 0, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private string? Problem(ClusterEnd end, IReadOnlyDictionary<int, NodeCounts>? counts)
    {
        if (end.Reason == ClusterEndReason.Stopped) return "the cluster was stopped; a recording ends when the guest powers off, as by `exit` in its shell";
        if (end.Reason != ClusterEndReason.PoweredOff) return "the cluster failed; a recording ends when the guest powers off";
        if (counts?.Count != nodes) return "not every node has reported its counters, which belong to a trace";
        int[] incomplete = Collector.Incomplete.ToArray();
        return incomplete.Length == 0 ? null : $"the end of the recording of node {string.Join(", ", incomplete)} has not come";
    }
}

using System.Collections.Generic;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Traces;

/// <summary>A recorded run.</summary>
/// <param name="Header">What was recorded.</param>
/// <param name="Records">What happened, in order of guest time.</param>
/// <param name="Counts">What each node counted up to the end of the recording, by number.</param>
/// <param name="MessageNames">Names of the kinds of message that were sent.</param>
public sealed record Trace(TraceHeader Header, IReadOnlyList<TraceRecord> Records, IReadOnlyList<NodeCounts> Counts, IReadOnlyDictionary<byte, string> MessageNames)
{
    /// <summary>The most records of a trace.</summary>
    public const int MaximumRecords = 1 << 23;
}

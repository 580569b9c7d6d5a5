using System.Collections.Generic;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>A stretch of guest time.</summary>
/// <param name="StartNanoseconds">When it begins.</param>
/// <param name="Waits">Accesses that waited and began in it, by node.</param>
/// <param name="WaitingShare">The part of it that each node's CPUs waited for pages, 0 to 1.</param>
public sealed record TimelineBin(ulong StartNanoseconds, IReadOnlyList<long> Waits, IReadOnlyList<double> WaitingShare);

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation.Workloads;

namespace Pilevisor.Lab.Simulation;

/// <summary>Many runs that differ in their seed, on all CPUs: chance looks where nobody thought to look.</summary>
/// <param name="protocol">The protocol.</param>
/// <param name="options">The cluster; the first run has its seed, the next the one after.</param>
/// <param name="workload">What the CPUs do.</param>
public sealed class Campaign(ProtocolInfo protocol, SimOptions options, WorkloadSource workload)
{
    /// <summary>A campaign with a workload that is made up.</summary>
    public Campaign(ProtocolInfo protocol, SimOptions options, string workload)
        : this(protocol, options, WorkloadSource.MadeUp(workload))
    {
    }

    /// <summary>Runs it.</summary>
    /// <param name="seeds">How many runs.</param>
    /// <param name="done">Told after each run how many there were.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The runs that broke an invariant, by seed; each message says how to repeat it.</returns>
    public IReadOnlyList<SimFailure> Run(int seeds, Action<int>? done = null, CancellationToken cancellation = default)
    {
        ConcurrentBag<SimFailure> failures = [];
        int runs = 0;
        Parallel.For(0, seeds, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            int seed = options.Seed + i;
            try
            {
                SimRun.Run(protocol, options with { Seed = seed }, workload, cancellation);
            }
            catch (SimViolation violation)
            {
                failures.Add(new SimFailure(seed, violation.Message));
            }
            done?.Invoke(Interlocked.Increment(ref runs));
        });
        return [.. failures.OrderBy(failure => failure.Seed)];
    }
}

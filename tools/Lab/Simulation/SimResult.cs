using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Lab.Simulation;

/// <summary>What came of a simulated run.</summary>
/// <param name="Protocol">The protocol's name.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="Options">The cluster.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="VirtualNanoseconds">How long the cluster ran, in its own time.</param>
/// <param name="Elapsed">How long the simulation took.</param>
/// <param name="AccessesByCpu">What each CPU did.</param>
/// <param name="FinishedAtNanoseconds">When each CPU was done.</param>
/// <param name="BusiestPort">The part of the time that the busiest port of the switch was sending: 0 to 1.</param>
/// <param name="EntryBytes">Bytes of protocol state for each page on each node.</param>
/// <param name="Ended">Why it ended before its time; null if every CPU was done.</param>
public sealed record SimResult(
    string Protocol, string Workload, SimOptions Options, SimCounts Counts, long VirtualNanoseconds, TimeSpan Elapsed, IReadOnlyList<long> AccessesByCpu,
    IReadOnlyList<long> FinishedAtNanoseconds, double BusiestPort, int EntryBytes, string? Ended)
{
    /// <summary>The protocol's name, and the prefetch policy's if one was chosen.</summary>
    public string Design => Options.Design(Protocol);

    /// <summary>Events a second of real time.</summary>
    public double EventsPerSecond => Counts.Events / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>Accesses a second of the cluster's time.</summary>
    public double AccessesPerSecond => Counts.Accesses * 1e9 / Math.Max(VirtualNanoseconds, 1);

    /// <summary>Jain's index over the CPUs' rates: 1 if all are as fast, 1/n if one does all the work.</summary>
    public double Fairness
    {
        get
        {
            double[] rates = [.. AccessesByCpu.Select((accesses, cpu) => (double)accesses / Math.Max(1, FinishedAtNanoseconds[cpu]))];
            double squares = rates.Sum(rate => rate * rate);
            return squares == 0 ? 1 : rates.Sum() * rates.Sum() / (rates.Length * squares);
        }
    }
}

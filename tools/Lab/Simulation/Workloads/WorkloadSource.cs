using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>A workload to choose: one that is made up, or a recorded trace. Makes the workload anew for each run.</summary>
public sealed class WorkloadSource
{
    private static readonly string[] _traceEndings = [".trace", ".gz"];

    private WorkloadSource(string name, RecordedTrace? trace) => (Name, Trace) = (name, trace);

    /// <summary>What users call it: a trace by its file's name.</summary>
    public string Name { get; }

    /// <summary>What was recorded; null if it is made up.</summary>
    public RecordedTrace? Trace { get; }

    /// <summary>The workloads that <paramref name="names"/> stands for: names and files of traces with commas between them; all for each that is made up.</summary>
    /// <exception cref="LabException">If there is no such workload, or a trace cannot be replayed.</exception>
    /// <exception cref="Launch.LaunchException">If a trace cannot be read.</exception>
    public static IReadOnlyList<WorkloadSource> Named(string names) =>
        [.. names.Split(',').SelectMany(name => IsTrace(name) ? [name] : WorkloadCatalog.Named(name)).Select(name => IsTrace(name) ? Of(RecordedTrace.Read(name)) : MadeUp(name))];

    /// <summary>One that is made up.</summary>
    /// <exception cref="LabException">If there is none of that name.</exception>
    public static WorkloadSource MadeUp(string name)
    {
        WorkloadCatalog.Require(name);
        return new WorkloadSource(name, null);
    }

    /// <summary>A recorded one.</summary>
    public static WorkloadSource Of(RecordedTrace trace) => new(Path.GetFileName(trace.Name), trace);

    /// <summary>The cluster it can run on that is most like <paramref name="options"/>.</summary>
    public SimOptions Fit(SimOptions options) => Trace is null ? options : Trace.Fit(options);

    /// <summary>The workload at its beginning.</summary>
    public IWorkload Create(SimOptions options) => Trace is null ? WorkloadCatalog.Create(Name, options) : new TraceWorkload(Trace, TracePace.Gaps);

    /// <summary>Whether it is the name of a file: a made-up workload's name never is.</summary>
    private static bool IsTrace(string name)
    {
        if (WorkloadCatalog.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) return false;
        return name.Contains(Path.DirectorySeparatorChar) || _traceEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) || File.Exists(name);
    }
}

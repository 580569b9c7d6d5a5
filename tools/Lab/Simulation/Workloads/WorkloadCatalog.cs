using System;
using System.Collections.Generic;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>The workloads that are made up.</summary>
public static class WorkloadCatalog
{
    private static readonly SortedDictionary<string, Func<SimOptions, IWorkload>> _all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["private"] = options => new PrivateWorkload(options),
        ["read-mostly"] = options => new ReadMostlyWorkload(options),
        ["producer-consumer"] = options => new ProducerConsumerWorkload(options),
        ["migratory"] = options => new MigratoryWorkload(options),
        ["false-sharing"] = options => new FalseSharingWorkload(options),
        ["lock-hand-over"] = options => new LockHandOverWorkload(options),
        ["zipf"] = options => new ZipfWorkload(options),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _all.Keys];

    /// <summary>Makes one for a cluster.</summary>
    /// <exception cref="LabException">If there is none of that name: lists those there are.</exception>
    public static IWorkload Create(string name, SimOptions options)
    {
        Require(name);
        return _all[name](options);
    }

    /// <summary>Throws if there is no such workload.</summary>
    /// <exception cref="LabException">Lists those there are.</exception>
    public static void Require(string name)
    {
        if (_all.ContainsKey(name)) return;
        throw new LabException($"there is no workload '{name}'; there are {string.Join(", ", _all.Keys)}, 'all' for each of them, and traces recorded with `up --record`, by file name");
    }

    /// <summary>The names that <paramref name="name"/> stands for.</summary>
    public static IReadOnlyList<string> Named(string name) => name.Equals("all", StringComparison.OrdinalIgnoreCase) ? Names : [name];
}

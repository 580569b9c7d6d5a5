using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Prefetching;

/// <summary>The prefetch policies that ship: every public class of src/Coherence that is an <see cref="IPrefetchPolicy"/>. A new one is found by being there.</summary>
public static class PrefetchCatalog
{
    /// <summary>All, by name.</summary>
    public static IReadOnlyList<PrefetchInfo> All { get; } = [.. ShippedClasses.Of<IPrefetchPolicy>().Select(type => new PrefetchInfo(type))];

    /// <summary>Those called by <paramref name="names"/>, with commas between them, or all of them for "all".</summary>
    /// <exception cref="LabException">If there is none of a name: lists those there are.</exception>
    public static IReadOnlyList<PrefetchInfo> Named(string names) =>
        names.Equals("all", StringComparison.OrdinalIgnoreCase) ? All : [.. names.Split(',').Select(One)];

    private static PrefetchInfo One(string name) =>
        All.FirstOrDefault(policy => policy.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new LabException($"there is no prefetch policy '{name}'; there are {string.Join(", ", All.Select(policy => policy.Name))} and 'all' for each of them");
}

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
    public static IReadOnlyList<PrefetchInfo> Named(string names) => ShippedClasses.Named(All, policy => policy.Name, names, "prefetch policy");
}

using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Protocols;

/// <summary>The protocols that ship: every public class of src/Coherence that is an <see cref="ICoherenceProtocol"/>. A new one is found by being there.</summary>
public static class ProtocolCatalog
{
    /// <summary>All, by name.</summary>
    public static IReadOnlyList<ProtocolInfo> All { get; } = [.. ShippedClasses.Of<ICoherenceProtocol>().Select(type => new ProtocolInfo(type))];

    /// <summary>The one called <paramref name="name"/>, or all of them for "all".</summary>
    /// <exception cref="LabException">If there is none: lists those there are.</exception>
    public static IReadOnlyList<ProtocolInfo> Named(string name)
    {
        if (name.Equals("all", StringComparison.OrdinalIgnoreCase)) return All;
        ProtocolInfo? found = All.FirstOrDefault(protocol => protocol.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return [found];
        throw new LabException($"there is no protocol '{name}'; there are {string.Join(", ", All.Select(protocol => protocol.Name))} and 'all' for each of them");
    }
}

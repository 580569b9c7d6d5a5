using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Lab.Protocols;

/// <summary>The protocols that ship: every public class of src/Coherence that is an <see cref="ICoherenceProtocol"/>. A new one is found by being there. Another is found by its folder.</summary>
public static class ProtocolCatalog
{
    // What was opened by its folder is known by its name from then on.
    private static readonly ConcurrentDictionary<string, ProtocolInfo> _opened = new();

    /// <summary>All that ship, by name.</summary>
    public static IReadOnlyList<ProtocolInfo> All { get; } = [.. ShippedClasses.Of<ICoherenceProtocol>().Select(type => new ProtocolInfo(type))];

    /// <summary>The one called <paramref name="name"/>, all that ship for "all", or the one in the folder <paramref name="name"/>, if that has a / in it.</summary>
    /// <exception cref="LabException">If there is none: lists those there are.</exception>
    public static IReadOnlyList<ProtocolInfo> Named(string name)
    {
        if (name.Equals("all", StringComparison.OrdinalIgnoreCase)) return All;
        if (FolderName.IsOne(name)) return [_opened.GetOrAdd(Path.TrimEndingDirectorySeparator(Path.GetFullPath(name)), ProtocolFolder.Open)];
        ProtocolInfo? found = All.Concat(_opened.Values).FirstOrDefault(protocol => protocol.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return [found];
        throw new LabException($"there is no protocol '{name}'; there are {string.Join(", ", All.Select(protocol => protocol.Name))}, 'all' for each of them, and your own by its folder, as in ./{name}");
    }
}

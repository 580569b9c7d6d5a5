using System.Collections.Generic;

namespace Pilevisor.Composition.Generator;

/// <summary>Which module imports which, and so whose registrations override whose; for images and for the host.</summary>
/// <param name="comparer">Tells modules apart.</param>
internal sealed class ImportGraph<TModule>(IEqualityComparer<TModule> comparer)
    where TModule : class
{
    private readonly Dictionary<TModule, List<TModule>> _imports = new(comparer);

    /// <summary>Takes a module up.</summary>
    /// <returns>False if it was there already.</returns>
    public bool TryAdd(TModule module)
    {
        if (_imports.ContainsKey(module)) return false;
        _imports.Add(module, []);
        return true;
    }

    /// <summary>Notes that <paramref name="importer"/>, which was taken up, imports <paramref name="module"/>.</summary>
    public void AddImport(TModule importer, TModule module) => _imports[importer].Add(module);

    /// <summary>Whether what <paramref name="importer"/> registers overrides what <paramref name="module"/> registers: it imports it, directly or not, but not the other way round.</summary>
    public bool Overrides(TModule importer, TModule module) => Reaches(importer, module) && !Reaches(module, importer);

    private bool Reaches(TModule from, TModule to)
    {
        HashSet<TModule> seen = new(comparer);
        Stack<TModule> pending = new(_imports[from]);
        while (pending.Count > 0)
        {
            TModule module = pending.Pop();
            if (comparer.Equals(module, to)) return true;
            if (!seen.Add(module)) continue;
            foreach (TModule next in _imports[module]) pending.Push(next);
        }
        return false;
    }
}

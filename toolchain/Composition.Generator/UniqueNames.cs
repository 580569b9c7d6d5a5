using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Short names for types: Counter for ICounter, or if several would share that, ICounter, or if that is not enough, KernelICounter.</summary>
internal static class UniqueNames
{
    /// <summary>A name for each of <paramref name="types"/>, with its registration's own behind it, none of them in <paramref name="taken"/>.</summary>
    /// <param name="types">What to name.</param>
    /// <param name="spell">Makes an identifier of a name that starts with a capital letter.</param>
    /// <param name="taken">Identifiers that are used otherwise.</param>
    public static string[] Assign(IReadOnlyList<Named> types, Func<string, string> spell, ISet<string> taken)
    {
        string[][] candidates = types.Select(named => Candidates(named.Type).Select(candidate => spell(candidate + Words(named.Name))).ToArray()).ToArray();
        int[] choice = new int[types.Count];
        string[] names = Choose();
        for (int longer = 1; longer < candidates.Max(c => (int?)c.Length); longer++)
        {
            ILookup<string, string> uses = names.ToLookup(name => name);
            for (int i = 0; i < names.Length; i++)
            {
                if (choice[i] + 1 < candidates[i].Length && (taken.Contains(names[i]) || uses[names[i]].Count() > 1)) choice[i]++;
            }
            names = Choose();
        }
        return Number(names, taken);

        string[] Choose() => candidates.Select((c, i) => c[choice[i]]).ToArray();
    }

    /// <summary>The registration "boot-disk" is BootDisk.</summary>
    private static string Words(string? name) => name is null
        ? string.Empty
        : string.Concat(new string([.. name.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    private static IEnumerable<string> Candidates(ITypeSymbol type)
    {
        string own = OwnName(type);
        bool isInterface = type.TypeKind == TypeKind.Interface && own.Length > 2 && own[0] == 'I' && char.IsUpper(own[1]);
        yield return isInterface ? own.Substring(1) : own;
        yield return own;
        yield return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.Name + own : own;
    }

    /// <summary>Queue&lt;Frame&gt; is QueueOfFrame, Outer.Inner is OuterInner.</summary>
    private static string OwnName(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named) return "Component";
        string arguments = named.TypeArguments.IsEmpty ? string.Empty : "Of" + string.Join("And", named.TypeArguments.Select(OwnName));
        return (named.ContainingType is null ? string.Empty : OwnName(named.ContainingType)) + named.Name + arguments;
    }

    private static string[] Number(string[] names, ISet<string> taken)
    {
        HashSet<string> used = [.. taken];
        return names.Select(Unused).ToArray();

        string Unused(string name)
        {
            string numbered = name;
            for (int n = 2; !used.Add(numbered); n++) numbered = name + n;
            return numbered;
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Analyzers;

/// <summary>The five layers, and which of the others each stands on.</summary>
internal static class LayerTable
{
    private const string Prefix = "Pilevisor.";

    public static readonly IReadOnlyDictionary<string, string[]> Layers = new Dictionary<string, string[]>
    {
        ["Kernel"] = [],
        ["Drivers"] = ["Kernel"],
        ["Interconnect"] = ["Kernel"],
        ["Coherence"] = ["Kernel", "Interconnect"],
        ["Virtualization"] = ["Kernel", "Interconnect", "Coherence"],
    };

    /// <summary>The layer that an assembly is; null if it is none.</summary>
    public static string? LayerOf(string? assembly) =>
        assembly is not null && assembly.StartsWith(Prefix, System.StringComparison.Ordinal) && Layers.ContainsKey(assembly.Substring(Prefix.Length)) ? assembly.Substring(Prefix.Length) : null;

    /// <summary>Whether <paramref name="layer"/> may name what belongs to <paramref name="other"/>.</summary>
    public static bool StandsOn(string layer, string other) => layer == other || Layers[layer].Contains(other);

    /// <summary>The path of a file from the root of the repository: from its last "/src/" or "/tools/" on.</summary>
    public static string Place(SyntaxTree tree)
    {
        string path = "/" + tree.FilePath.Replace('\\', '/');
        int root = System.Math.Max(path.LastIndexOf("/src/", System.StringComparison.Ordinal), path.LastIndexOf("/tools/", System.StringComparison.Ordinal));
        return root < 0 ? path.Substring(1) : path.Substring(root + 1);
    }
}

using System.Collections.Generic;
using System.Linq;
using Pilevisor.Analyzers;

namespace Pilevisor.Architecture.Tests;

/// <summary>Which project may refer to which. What names in code may do is for toolchain/Analyzers.</summary>
internal static class LayerRules
{
    /// <summary>Tests that need the drivers: their own, those that wire or boot whole images, and those that compile what documents say of images.</summary>
    private static readonly string[] TestsOfDrivers = ["tests/Composition.Tests", "tests/Docs.Tests", "tests/Drivers.Tests", "tests/Image.Tests"];

    public static IEnumerable<string> ForbiddenReferences(IEnumerable<ProjectFile> projects) =>
        from project in projects
        from reference in project.References
        where !MayRefer(project.Folder, reference)
        select $"{project.Path}: may not refer to {reference}";

    /// <summary>src is exactly the five layers, and they have no packages: what boots is what is in the repository.</summary>
    public static IEnumerable<string> StrangersInSrc(IEnumerable<ProjectFile> projects)
    {
        foreach (ProjectFile project in projects.Where(p => p.Path.StartsWith("src/")))
        {
            if (project.IsProject && !LayerTable.Layers.Keys.Any(layer => project.Path == $"src/{layer}/{layer}.csproj")) yield return $"{project.Path}: is not one of the five layers";
            foreach (string kind in new[] { "PackageReference", "Reference" })
            {
                if (project.Items(kind).Any()) yield return $"{project.Path}: a layer has no {kind}";
            }
        }
    }

    private static bool MayRefer(string project, string reference)
    {
        string area = project.Split('/')[0];
        string target = reference.Split('/')[0];
        bool isVocabulary = reference is "toolchain/Composition" or "toolchain/Analyzers";
        return area switch
        {
            "src" => isVocabulary || (target == "src" && LayerTable.Layers.TryGetValue(project.Split('/').ElementAtOrDefault(1) ?? "", out string[]? below) && below.Any(l => reference == $"src/{l}")),
            "toolchain" => target == "toolchain",
            "tools" => isVocabulary || target == "tools" || (target == "src" && reference != "src/Drivers"),
            "tests" => reference != "src/Drivers" || TestsOfDrivers.Contains(project),
            "samples" => target is "src" or "toolchain" or "samples",
            _ => false,
        };
    }
}

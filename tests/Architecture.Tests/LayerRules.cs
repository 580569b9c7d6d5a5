using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pilevisor.Architecture.Tests;

/// <summary>Who may know whom.</summary>
internal static class LayerRules
{
    /// <summary>The five layers, and which of the others each may refer to.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Layers = new Dictionary<string, string[]>
    {
        ["Kernel"] = [],
        ["Drivers"] = ["Kernel"],
        ["Interconnect"] = ["Kernel"],
        ["Coherence"] = ["Kernel", "Interconnect"],
        ["Virtualization"] = ["Kernel", "Interconnect", "Coherence"],
    };

    /// <summary>Contracts of which an image chooses one implementation, which nobody else may name.</summary>
    private static readonly string[] Policies = ["ICoherenceProtocol", "IPageGeometry", "ITransport"];

    /// <summary>Tools that put layers together themselves, as samples do: the Lab compares protocols.</summary>
    private static readonly string[] ComposingTools = ["Lab"];

    /// <summary>Tests that need the drivers: their own, those that boot images, and those that compile what documents say of images.</summary>
    private static readonly string[] TestsOfDrivers = ["tests/Docs.Tests", "tests/Drivers.Tests", "tests/Image.Tests"];

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
            if (project.IsProject && !Layers.Keys.Any(layer => project.Path == $"src/{layer}/{layer}.csproj")) yield return $"{project.Path}: is not one of the five layers";
            foreach (string kind in new[] { "PackageReference", "Reference" })
            {
                if (project.Items(kind).Any()) yield return $"{project.Path}: a layer has no {kind}";
            }
        }
    }

    /// <summary>A layer names no namespace of a layer that it does not stand on.</summary>
    public static IEnumerable<string> ForbiddenNamespaces(IEnumerable<SourceFile> sources) =>
        from source in sources
        where source.Area == "src" && Layers.ContainsKey(source.Project)
        from name in source.Root.DescendantNodes(descendIntoTrivia: true)
        where name is QualifiedNameSyntax or MemberAccessExpressionSyntax or QualifiedCrefSyntax
        from layer in Layers.Keys
        where name.ToString() == $"Pilevisor.{layer}" && layer != source.Project && !Layers[source.Project].Contains(layer)
        select source.At(name, $"{source.Project} does not stand on {layer}");

    /// <summary>Only what composes names a concrete policy; the others know its contract.</summary>
    public static IEnumerable<string> NamedPolicies(IReadOnlyCollection<SourceFile> sources)
    {
        var classes = sources.Where(source => source.Area == "src").SelectMany(source => source.Nodes<ClassDeclarationSyntax>(), (source, type) => (source.Folder, Type: type)).ToArray();
        // Policies of a family inherit its contract from an abstract class, which is not a policy itself.
        string[] families = [.. classes.Where(c => IsAbstract(c.Type) && HasBase(c.Type, Policies)).Select(c => c.Type.Identifier.Text).Distinct()];
        var policies = classes.Where(c => !families.Contains(c.Type.Identifier.Text) && HasBase(c.Type, [.. Policies, .. families])).Select(c => (Name: c.Type.Identifier.Text, c.Folder));
        Dictionary<string, string> folders = policies.DistinctBy(policy => policy.Name).ToDictionary(policy => policy.Name, policy => policy.Folder);
        return
            from source in sources
            where source.Area == "src" || (source.Area == "tools" && !ComposingTools.Contains(source.Project))
            from name in source.Nodes<SimpleNameSyntax>()
            where folders.TryGetValue(name.Identifier.Text, out string? home) && !IsIn(source.Folder, home)
            select source.At(name, $"names the policy {name.Identifier.Text}; know its contract, and let the image choose");
    }

    private static bool IsAbstract(ClassDeclarationSyntax type) => type.Modifiers.Any(modifier => modifier.Text == "abstract");

    private static bool HasBase(ClassDeclarationSyntax type, IReadOnlyCollection<string> names) => type.BaseList is not null && type.BaseList.Types.Any(b => names.Contains(b.Type.ToString()));

    private static bool IsIn(string folder, string home) => folder == home || folder.StartsWith(home + "/");

    private static bool MayRefer(string project, string reference)
    {
        string area = project.Split('/')[0];
        string target = reference.Split('/')[0];
        bool isVocabulary = reference == "toolchain/Composition";
        return area switch
        {
            "src" => isVocabulary || (target == "src" && Layers.TryGetValue(project.Split('/').ElementAtOrDefault(1) ?? "", out string[]? below) && below.Any(l => reference == $"src/{l}")),
            "toolchain" => target == "toolchain",
            "tools" => isVocabulary || target == "tools" || (target == "src" && reference != "src/Drivers"),
            "tests" => reference != "src/Drivers" || TestsOfDrivers.Contains(project),
            "samples" => target is "src" or "toolchain" or "samples",
            _ => false,
        };
    }
}

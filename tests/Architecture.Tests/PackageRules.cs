using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Architecture.Tests;

/// <summary>Versions of packages stand in one place.</summary>
internal static class PackageRules
{
    private const string Central = "Directory.Packages.props";

    public static IEnumerable<string> ScatteredVersions(ProjectFile project)
    {
        foreach (var reference in project.Items("PackageReference"))
        {
            bool hasVersion = reference.Attributes().Select(a => a.Name.LocalName).Concat(reference.Elements().Select(e => e.Name.LocalName)).Any(name => name is "Version" or "VersionOverride");
            if (hasVersion) yield return $"{project.Path}: the version of {reference.Attribute("Include")?.Value} belongs into {Central}";
        }
        if (project.Path != Central && project.Items("PackageVersion").Any()) yield return $"{project.Path}: versions of packages belong into {Central}";
    }
}

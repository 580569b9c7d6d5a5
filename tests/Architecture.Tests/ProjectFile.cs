using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace Pilevisor.Architecture.Tests;

/// <summary>A project file, or a props or targets file that projects import.</summary>
/// <param name="Path">From the root of the repository, with slashes.</param>
/// <param name="Root">Its content.</param>
internal sealed record ProjectFile(string Path, XElement Root)
{
    public bool IsProject => Path.EndsWith(".csproj");

    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    /// <summary>The folders of the projects it refers to.</summary>
    public IEnumerable<string> References => Items("ProjectReference").Select(Included).Where(include => include is not null)
        .SelectMany(include => include!.Split(';', System.StringSplitOptions.TrimEntries | System.StringSplitOptions.RemoveEmptyEntries)).Select(Resolve);

    public static ProjectFile Parse(string path, string text) => new(path, XElement.Parse(text));

    public IEnumerable<XElement> Items(string kind) => Root.Descendants().Where(e => e.Name.LocalName == kind);

    private static string? Included(XElement item) => (string?)item.Attribute("Include");

    /// <summary>The folder that a reference names, from the root of the repository.</summary>
    private string Resolve(string include)
    {
        string path = include.Replace('\\', '/').Replace("$(MSBuildThisFileDirectory)", "").Replace("$(ToolchainDirectory)", "").Replace("$(RepositoryRoot)", "//");
        List<string> parts = path.StartsWith("//") ? [] : [.. Folder.Split('/')];
        foreach (string part in path.TrimStart('/').Split('/').SkipLast(1))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part != ".") parts.Add(part);
        }
        return string.Join('/', parts);
    }
}

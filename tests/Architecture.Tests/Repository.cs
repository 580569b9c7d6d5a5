using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Pilevisor.Architecture.Tests;

/// <summary>The files of the repository, found from where this file was compiled.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", ".cache", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file in src, tools, toolchain, samples and tests.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        Find("*.cs").Where(path => path.Contains('/')).Select(path => SourceFile.Parse(path, Read(path))).ToList();

    public static IReadOnlyList<ProjectFile> Projects { get; } =
        Find("*.csproj").Concat(Find("*.props")).Concat(Find("*.targets")).Select(path => ProjectFile.Parse(path, Read(path))).ToList();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<SourceFile> SourcesBelow(params string[] folders) => Sources.Where(s => folders.Any(folder => s.Path.StartsWith(folder + "/")));

    /// <summary>Paths relative to the root, with slashes, in order.</summary>
    private static IEnumerable<string> Find(string pattern) => FindBelow(Root, pattern).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order();

    private static IEnumerable<string> FindBelow(string folder, string pattern) => Directory.GetFiles(folder, pattern).Concat(
        Directory.GetDirectories(folder).Where(sub => !Generated.Contains(Path.GetFileName(sub))).SelectMany(sub => FindBelow(sub, pattern)));

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}

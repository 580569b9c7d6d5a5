using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pilevisor.Architecture.Tests;

/// <summary>A parsed C# file.</summary>
/// <param name="Path">From the root of the repository, with slashes.</param>
/// <param name="Root">Its syntax: strings and comments in it are not mistaken for code.</param>
internal sealed record SourceFile(string Path, SyntaxNode Root)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    /// <summary>src, tools, toolchain, samples or tests.</summary>
    public string Area => Path.Split('/')[0];

    /// <summary>The layer or project: Kernel in src/Kernel/Locks/SpinLock.cs.</summary>
    public string Project => Path.Split('/')[1];

    public string Folder => Path[..Path.LastIndexOf('/')];

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public static SourceFile Parse(string path, string text) => new(path, CSharpSyntaxTree.ParseText(text, Options).GetRoot());

    public IEnumerable<T> Nodes<T>() => Root.DescendantNodes().OfType<T>();

    /// <summary>A violation: where it is and what it is.</summary>
    public string At(SyntaxNodeOrToken where, string what) => $"{Path}:{where.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1}: {what}";
}

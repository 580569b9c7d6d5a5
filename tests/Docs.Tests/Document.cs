using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Docs.Tests;

/// <summary>README.md, or one of docs/.</summary>
/// <param name="Name">From the repository's root.</param>
public sealed record Document(string Name)
{
    private const string Fence = "```";
    private const string Indent = "    ";

    public static string Root { get; } = RepositoryLayout.Find().Root;

    public static IEnumerable<Document> All => Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Append(Path.Combine(Root, "README.md"))
        .Order(StringComparer.Ordinal).Select(path => new Document(Path.GetRelativePath(Root, path)));

    /// <summary>Its code, in order: what stands between fences, and each run of lines that are indented by four.</summary>
    public IReadOnlyList<DocumentBlock> Blocks()
    {
        List<DocumentBlock> blocks = [];
        string section = "";
        string? kind = null;
        List<string> lines = [];
        foreach (string line in File.ReadAllLines(Path.Combine(Root, Name)).Append(""))
        {
            bool isFence = line.StartsWith(Fence, StringComparison.Ordinal);
            bool isIndented = line.StartsWith(Indent, StringComparison.Ordinal);
            if (kind is null && line.StartsWith("## ", StringComparison.Ordinal)) section = line[3..];
            if (kind is null && (isFence || isIndented)) kind = isFence ? line[Fence.Length..] : Indent;
            else if (kind is not null && (kind == Indent ? !isIndented : isFence))
            {
                blocks.Add(new DocumentBlock(this, section, kind.Trim(), [.. lines]));
                kind = null;
                lines.Clear();
                continue;
            }
            if (kind is not null && !isFence) lines.Add(kind == Indent ? line[Indent.Length..] : line);
        }
        return kind is null ? blocks : throw new InvalidDataException($"{Name}: a block of code is not closed");
    }

    public override string ToString() => Name;
}

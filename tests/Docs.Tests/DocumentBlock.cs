using System.Collections.Generic;

namespace Pilevisor.Docs.Tests;

/// <summary>A block of code.</summary>
/// <param name="Document">Where it stands.</param>
/// <param name="Section">The title above it.</param>
/// <param name="Kind">What stands behind the fence; empty if it is indented.</param>
/// <param name="Lines">The text.</param>
public sealed record DocumentBlock(Document Document, string Section, string Kind, IReadOnlyList<string> Lines)
{
    public string Text => string.Join('\n', Lines);

    public override string ToString() => $"{Document}, {Section}: {(Lines.Count > 0 ? Lines[0] : "")}";
}

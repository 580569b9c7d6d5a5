namespace Pilevisor.Lab.Mistakes;

/// <summary>One change of a source file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Old">A part of one line that occurs once in the file.</param>
/// <param name="New">What takes its place.</param>
public sealed record SourceEdit(string File, string Old, string New);

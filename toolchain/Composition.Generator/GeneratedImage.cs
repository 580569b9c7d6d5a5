namespace Pilevisor.Composition.Generator;

/// <summary>What the generator makes of one image: its wiring, or what is wrong with it. Equal by value.</summary>
/// <param name="Name">What the generated files are called after.</param>
/// <param name="Source">The wiring; null if a problem prevents it.</param>
/// <param name="Graph">What is wired to what; null with the wiring.</param>
/// <param name="HasEntry">Whether the wiring exports an entry.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record GeneratedImage(string Name, string? Source, string? Graph, bool HasEntry, EquatableArray<Problem> Problems);

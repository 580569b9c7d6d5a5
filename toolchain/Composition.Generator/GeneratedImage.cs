namespace Pilevisor.Composition.Generator;

/// <summary>What the generator makes of one image: its wiring, or what is wrong with it. Equal by value.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Source">The wiring; null if a problem prevents it.</param>
/// <param name="HasEntry">Whether the wiring exports an entry.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record GeneratedImage(string HintName, string? Source, bool HasEntry, EquatableArray<Problem> Problems);

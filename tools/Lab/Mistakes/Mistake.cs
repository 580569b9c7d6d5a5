using System.Collections.Generic;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Mistakes;

/// <summary>A known mistake that can be planted, to see that it is found.</summary>
/// <param name="Name">What <c>--break</c> takes.</param>
/// <param name="Description">What is wrong, in a sentence.</param>
/// <param name="Folder">The folder of the code it is in, from the repository's root; empty for a mistake of the modelled world.</param>
/// <param name="Edits">What to change in the source.</param>
/// <param name="World">The mistake of the modelled world, if it is one.</param>
public sealed record Mistake(string Name, string Description, string Folder, IReadOnlyList<SourceEdit> Edits, WorldMistakes World = WorldMistakes.None);

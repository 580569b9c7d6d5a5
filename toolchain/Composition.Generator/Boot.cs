using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>How the components start.</summary>
/// <param name="phases">The phases that have steps, in order, each with its steps in order.</param>
/// <param name="isAskedFor">Whether a component wants to start them.</param>
internal sealed class Boot(IReadOnlyList<KeyValuePair<IFieldSymbol, List<StartStep>>> phases, bool isAskedFor)
{
    public IReadOnlyList<KeyValuePair<IFieldSymbol, List<StartStep>>> Phases => phases;

    public bool IsAskedFor => isAskedFor;
}

using System.Collections.Generic;

namespace Pilevisor.Launch.Running;

/// <summary>One way through the hypervisor, from the guest and back.</summary>
/// <param name="Length">How many instructions it took.</param>
/// <param name="Functions">How many of them each function's own code took, by its symbol.</param>
public sealed record InstructionPath(int Length, IReadOnlyDictionary<string, int> Functions);

using System.Collections.Generic;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>A way to what must not be.</summary>
/// <param name="Message">Which rule is broken.</param>
/// <param name="Steps">The way there from the start.</param>
/// <param name="LoopFrom">For an access that never completes: the first step of a loop that may go on for ever; null if the last step itself breaks a rule.</param>
public sealed record Counterexample(string Message, IReadOnlyList<ModelStep> Steps, int? LoopFrom = null);

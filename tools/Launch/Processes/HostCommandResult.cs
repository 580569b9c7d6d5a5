using System.Collections.Generic;

namespace Pilevisor.Launch.Processes;

/// <summary>How a <see cref="HostCommand"/> ended.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">The lines of its standard output.</param>
/// <param name="Error">The lines of its standard error.</param>
public sealed record HostCommandResult(int Status, IReadOnlyList<string> Output, IReadOnlyList<string> Error);

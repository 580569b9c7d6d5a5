namespace Pilevisor.Cli.Commands;

/// <summary>Reads a value of an option.</summary>
/// <param name="text">As it is on the command line.</param>
/// <param name="problem">What is wrong with it, and what would be right; null if nothing is.</param>
/// <returns>The value; null if there is a problem.</returns>
internal delegate T? ValueReader<out T>(string text, out string? problem)
    where T : class;

namespace Pilevisor.Cli.TraceReports;

/// <summary>Pages of one pattern, for --json.</summary>
/// <param name="Pattern">Its name.</param>
/// <param name="Pages">How many.</param>
/// <param name="Wait">What was waited for them.</param>
internal sealed record PatternReport(string Pattern, int Pages, WaitReport Wait);

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>All pages of one pattern.</summary>
/// <param name="Pattern">Which.</param>
/// <param name="Pages">How many.</param>
/// <param name="Wait">What was waited for them.</param>
public sealed record PatternTotal(SharingPattern Pattern, int Pages, WaitTotal Wait);

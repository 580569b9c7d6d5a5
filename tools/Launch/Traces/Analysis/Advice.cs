namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>Something to try, or to know.</summary>
/// <param name="What">What, in a sentence.</param>
/// <param name="Why">The figures it comes from, and what they mean.</param>
public sealed record Advice(string What, string Why);

namespace Pilevisor.Coherence;

/// <summary>Every page is asked for by itself.</summary>
public sealed class NoRuns : IRunPolicy
{
    /// <inheritdoc/>
    public int Beyond(int used) => 0;
}

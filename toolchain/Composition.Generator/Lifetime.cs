namespace Pilevisor.Composition.Generator;

/// <summary>How many of a component a node has.</summary>
internal enum Lifetime
{
    /// <summary>One.</summary>
    Singleton,

    /// <summary>One for each physical CPU.</summary>
    PerCpu,
}

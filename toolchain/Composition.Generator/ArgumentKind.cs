namespace Pilevisor.Composition.Generator;

/// <summary>What a parameter is given.</summary>
internal enum ArgumentKind
{
    /// <summary>The node's only one.</summary>
    Singleton,

    /// <summary>The one of the CPU that is being built.</summary>
    SameCpu,

    /// <summary>The PerCpu of all CPUs' ones.</summary>
    AllCpus,

    /// <summary>The number of the CPU that is being built.</summary>
    CpuIndex,
}

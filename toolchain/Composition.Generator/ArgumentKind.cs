namespace Pilevisor.Composition.Generator;

/// <summary>What a parameter is given.</summary>
internal enum ArgumentKind
{
    /// <summary>One component; of per-CPU components the one of the CPU that is being built.</summary>
    One,

    /// <summary>The PerCpu of all CPUs' ones.</summary>
    AllCpus,

    /// <summary>An array of all that are registered as the service.</summary>
    Array,

    /// <summary>The number of the CPU that is being built.</summary>
    CpuIndex,

    /// <summary>The image itself, which starts the components.</summary>
    Image,

    /// <summary>Null: it is optional, and nothing is registered.</summary>
    Nothing,
}

using System.Runtime.CompilerServices;

namespace Pilevisor.Virtualization;

/// <summary>
/// For each SGI a mask of the CPUs of one node that it is for, bit i being CPU i: a message of 32 bytes, little-endian. Two of them merge by OR, as pending
/// SGIs do.
/// </summary>
[InlineArray(Count)]
internal struct SgiTargets
{
    /// <summary>How many SGIs there are.</summary>
    public const int Count = 16;

    private ushort _first;
}

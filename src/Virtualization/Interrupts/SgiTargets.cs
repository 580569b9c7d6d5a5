using System.Runtime.CompilerServices;

namespace Pilevisor.Virtualization;

/// <summary>
/// For each SGI of each group, those of Group 0 first, a mask of the CPUs of one node that it is for, bit i being CPU i: a message of 64 bytes, little-endian.
/// Two of them merge by OR, as pending SGIs do.
/// </summary>
[InlineArray(Count)]
internal struct SgiTargets
{
    /// <summary>How many SGIs a group has.</summary>
    public const int PerGroup = 16;

    /// <summary>How many masks there are.</summary>
    public const int Count = 2 * PerGroup;

    private ushort _first;
}

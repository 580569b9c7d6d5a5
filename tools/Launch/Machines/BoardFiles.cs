namespace Pilevisor.Launch.Machines;

/// <summary>What a board takes of the host: a QEMU that has it, and its device tree where QEMU makes none.</summary>
/// <param name="Program">QEMU.</param>
/// <param name="Major">The first of its version's numbers.</param>
/// <param name="DeviceTree">The tree's file; null if QEMU makes one.</param>
public sealed record BoardFiles(string Program, int Major, string? DeviceTree)
{
    /// <summary>
    /// From this version of QEMU on a guest on several nodes stops: its time is ahead of the counters of some machines, so that their CNTVOFF_EL2 is less than zero, and QEMU (target/arm, gt_recalc_timer) takes the sum of that and
    /// CNTV_CVAL_EL0 for an overflow, where the Arm ARM counts modulo 2^64: the virtual timer never fires. Seen under 10.0.2, and not under 7.2.
    /// </summary>
    public const int StopsClusters = 8;

    /// <summary>Why this QEMU cannot run a cluster of so many nodes; null if it can.</summary>
    public string? ClusterProblem(int nodes) => nodes > 1 && Major >= StopsClusters
        ? $"a guest on several nodes stops under QEMU {Major}, whose virtual timers do not fire when the guest's time is ahead of the machine's: run one node, or QEMU 7.2 as Debian bookworm has it"
        : null;

    /// <summary>A machine of that board, with it.</summary>
    public QemuMachine Equip(QemuMachine machine) => machine with { Program = Program, DeviceTree = DeviceTree };
}

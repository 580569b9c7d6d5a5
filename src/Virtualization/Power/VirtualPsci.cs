using System.Runtime.CompilerServices;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// PSCI 1.1 (DEN0022) and SMCCC 1.1 (DEN0028) as the guest calls them: x0 names the function, x1 to x3 are its arguments, x0 is its result, and no other
/// register changes. vCPUs on all nodes are one system.
/// </summary>
/// <param name="cluster">The nodes.</param>
/// <param name="topology">The vCPUs.</param>
/// <param name="power">Those of this node.</param>
/// <param name="remote">Those of the others.</param>
/// <param name="memory">Where a vCPU can begin.</param>
/// <param name="shutdown">The end of the cluster.</param>
public sealed class VirtualPsci(ICluster cluster, VcpuTopology topology, VcpuPower power, RemotePower remote, IGuestMemory memory, IClusterShutdown shutdown)
{
    private const long PsciVersion = 0x1_0001;
    private const long SmcccVersion = 0x1_0001;

    // MIGRATE_INFO_TYPE: there is no trusted operating system that would have to migrate.
    private const long NoMigration = 2;

    // CPU_SUSPEND's power_state in the original format: StateID, StateType and PowerLevel; the rest must be zero.
    private const ulong PowerStateMask = 0x0301_ffff;

    private const ulong WordMask = 0xffff_ffff;

    /// <summary>
    /// Does what the guest asks for in <paramref name="frame"/>, whose ELR is where the call returns to already. After CPU_OFF the frame is that of the vCPU's
    /// next start.
    /// </summary>
    public void Call(ref TrapFrame frame)
    {
        PsciFunction function = (PsciFunction)(uint)frame.Read(0);
        if (function == PsciFunction.CpuOff)
        {
            power.TurnOff(ref frame);
            return;
        }
        frame.Write(0, (ulong)Call(function, in frame));
    }

    /// <summary>The answer to <paramref name="function"/>, if it is always the same.</summary>
    /// <param name="function">x0.</param>
    /// <param name="argument">x1.</param>
    /// <param name="answer">x0 behind the call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryAnswer(PsciFunction function, PsciFunction argument, out long answer)
    {
        switch (function)
        {
            case PsciFunction.Version:
                answer = PsciVersion;
                return true;
            case PsciFunction.Features:
                answer = (long)Feature(argument);
                return true;
            case PsciFunction.SmcccVersion:
                answer = SmcccVersion;
                return true;
            case PsciFunction.SmcccArchFeatures:
                answer = (long)ArchitectureFeature(argument);
                return true;
            case PsciFunction.MigrateInfoType:
                answer = NoMigration;
                return true;
            default:
                answer = 0;
                return false;
        }
    }

    private long Call(PsciFunction function, in TrapFrame frame) => function switch
    {
        PsciFunction.CpuSuspend or PsciFunction.CpuSuspend64 => (long)Suspend(Argument(function, in frame, 1)),
        PsciFunction.CpuOn or PsciFunction.CpuOn64 => (long)Start(Argument(function, in frame, 1), Argument(function, in frame, 2), Argument(function, in frame, 3)),
        PsciFunction.AffinityInfo or PsciFunction.AffinityInfo64 => AffinityInfo(Argument(function, in frame, 1), Argument(function, in frame, 2)),
        PsciFunction.SystemOff => PowerOff(),
        PsciFunction.SystemReset => Reset(),
        _ => TryAnswer(function, (PsciFunction)(uint)frame.Read(1), out long answer) ? answer : (long)PsciStatus.NotSupported,
    };

    // A function of the 32-bit convention takes the low words of its registers (DEN0028).
    private static ulong Argument(PsciFunction function, in TrapFrame frame, int register) =>
        frame.Read(register) & ((function & PsciFunction.SixtyFourBit) != 0 ? ulong.MaxValue : WordMask);

    // SMCCC_ARCH_FEATURES asks for functions of the architecture range only.
    private static PsciStatus ArchitectureFeature(PsciFunction function) =>
        function is PsciFunction.SmcccVersion or PsciFunction.SmcccArchFeatures ? PsciStatus.Success : PsciStatus.NotSupported;

    // No function has a feature flag set: CPU_SUSPEND takes the original format, and there is no OS-initiated mode.
    private static PsciStatus Feature(PsciFunction function) => function switch
    {
        PsciFunction.SmcccVersion => PsciStatus.Success,
        PsciFunction.Version or PsciFunction.Features or PsciFunction.MigrateInfoType => PsciStatus.Success,
        PsciFunction.CpuSuspend or PsciFunction.CpuSuspend64 or PsciFunction.CpuOff => PsciStatus.Success,
        PsciFunction.CpuOn or PsciFunction.CpuOn64 or PsciFunction.AffinityInfo or PsciFunction.AffinityInfo64 => PsciStatus.Success,
        PsciFunction.SystemOff or PsciFunction.SystemReset => PsciStatus.Success,
        _ => PsciStatus.NotSupported,
    };

    private PsciStatus Start(ulong affinity, ulong entry, ulong context)
    {
        if (!TryFind(affinity, out NodeId node, out CpuIndex cpu)) return PsciStatus.InvalidParameters;
        if (!topology.TakesWork(topology.VcpuOf(node, cpu))) return PsciStatus.Denied;
        if (!memory.Holds(new GuestPhysicalAddress(entry))) return PsciStatus.InvalidAddress;
        bool isBigEndian = power.IsCallerBigEndian;
        return node == cluster.Self ? power.Start(cpu, entry, context, isBigEndian) : remote.Start(node, cpu, entry, context, isBigEndian);
    }

    // PSCI 1.0 and later need not know affinity levels above a CPU's own.
    private long AffinityInfo(ulong affinity, ulong lowestLevel)
    {
        if (lowestLevel != 0 || !TryFind(affinity, out NodeId node, out CpuIndex cpu)) return (long)PsciStatus.InvalidParameters;
        if (!topology.IsPresent(topology.VcpuOf(node, cpu))) return (long)VcpuPowerState.Off;
        return (long)(node == cluster.Self ? power.StateOf(cpu) : remote.StateOf(node, cpu));
    }

    // A power-down state may always be entered less deeply, as a standby state, which returns here (DEN0022, 5.4.4).
    private PsciStatus Suspend(ulong powerState)
    {
        if ((powerState & ~PowerStateMask) != 0) return PsciStatus.InvalidParameters;
        power.Suspend();
        return PsciStatus.Success;
    }

    private long PowerOff()
    {
        shutdown.PowerOff();
        Panic.Fail("the cluster was powered off and goes on");
        return 0;
    }

    private long Reset()
    {
        shutdown.Reset();
        Panic.Fail("the cluster was reset and goes on");
        return 0;
    }

    // An affinity argument with other bits than Aff0 to Aff3 set names no vCPU.
    private bool TryFind(ulong affinity, out NodeId node, out CpuIndex cpu)
    {
        node = default;
        cpu = default;
        if (!topology.TryFind(affinity, out VcpuId vcpu) || topology.Affinity(vcpu) != affinity) return false;
        node = topology.NodeOf(vcpu);
        cpu = topology.CpuOf(vcpu);
        return true;
    }
}

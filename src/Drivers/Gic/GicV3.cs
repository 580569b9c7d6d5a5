using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// GICv3 and GICv4 as EL2 uses them (IHI 0069H): Group 1 of the security state EL2 runs in, affinity routing, system registers, EOImode 1. The device tree gives the distributor as region 0 and the
/// redistributors as region 1.
/// </summary>
public sealed class GicV3 : IInterruptController
{
    private const string Name = "interrupt controller";
    private const ulong SystemRegisterEnable = 1ul << 0;
    private const ulong SystemRegisterNoBypass = 3ul << 1;
    private const ulong SystemRegisterEnableLower = 1ul << 3;
    private const ulong AllPriorities = 0xf0;
    private const ulong EndOfInterruptDropsPriorityOnly = 1ul << 1;
    private const ulong InterruptIdMask = 0xff_ffff;

    private readonly GicV3Distributor _distributor;
    private readonly GicV3Redistributor[] _redistributors;
    private readonly IGicCpuRegisters _cpuInterface;
    private readonly IHardware _hardware;
    private readonly IProcessor _processor;

    /// <summary>Finds the distributor and each CPU's redistributor; changes nothing yet.</summary>
    /// <exception cref="PanicException">If the device tree has no GICv3, or a CPU has no redistributor.</exception>
    public GicV3(IMmio mmio, IHardware hardware, IProcessor processor, IGicCpuRegisters cpuInterface)
    {
        DeviceResource gic = hardware.Require("arm,gic-v3"u8, Name, 2, 0);
        _distributor = new GicV3Distributor(mmio, gic.Regions[0]);
        _redistributors = new GicV3Redistributor[hardware.CpuCount];
        for (int cpu = 0; cpu < _redistributors.Length; cpu++)
        {
            _redistributors[cpu] = GicV3Redistributor.Find(mmio, gic.Regions[1], gic.RegionBytes[1], hardware.Affinity(new CpuIndex(cpu)));
        }
        _cpuInterface = cpuInterface;
        _hardware = hardware;
        _processor = processor;
    }

    private GicV3Redistributor Own => _redistributors[_processor.Current.Value];

    /// <inheritdoc/>
    public void InitializeDistributor() => _distributor.Initialize();

    /// <inheritdoc/>
    public void InitializeCpu()
    {
        Own.Initialize();
        _cpuInterface.IccSreEl2 |= SystemRegisterEnable | SystemRegisterNoBypass | SystemRegisterEnableLower;
        Panic.Unless((_cpuInterface.IccSreEl2 & SystemRegisterEnable) != 0, "the firmware keeps the interrupt controller's system registers from EL2 (ICC_SRE_EL3.Enable)");
        _cpuInterface.IccPmr = AllPriorities;
        _cpuInterface.IccBpr1 = 0;
        _cpuInterface.IccCtlr = EndOfInterruptDropsPriorityOnly;
        _cpuInterface.IccIgrpen1 = 1;
        Own.Enable(InterruptId.Kick, InterruptTrigger.Edge);
    }

    /// <inheritdoc/>
    public void Enable(InterruptId interrupt, InterruptTrigger trigger, CpuIndex target)
    {
        if (interrupt.IsPrivate) Own.Enable(interrupt, trigger);
        else _distributor.Enable(interrupt, trigger, _hardware.Affinity(target));
    }

    /// <inheritdoc/>
    public InterruptId Acknowledge() => new((uint)(_cpuInterface.ReadIar1() & InterruptIdMask));

    /// <inheritdoc/>
    public void DropPriority(InterruptId interrupt) => _cpuInterface.WriteEoir1(interrupt.Value);

    /// <inheritdoc/>
    public void Deactivate(InterruptId interrupt) => _cpuInterface.WriteDir(interrupt.Value);

    /// <inheritdoc/>
    public void Kick(CpuIndex cpu) => _cpuInterface.WriteSgi1R(SoftwareInterrupt(InterruptId.Kick, _hardware.Affinity(cpu)));

    /// <summary>ICC_SGI1R_EL1's value that sends an SGI to the one CPU with these affinity fields of MPIDR_EL1 (IHI 0069H, 12.2.20).</summary>
    private static ulong SoftwareInterrupt(InterruptId interrupt, ulong affinity)
    {
        ulong aff0 = affinity & 0xff;
        ulong aff1 = (affinity >> 8) & 0xff;
        ulong aff2 = (affinity >> 16) & 0xff;
        ulong aff3 = (affinity >> 32) & 0xff;
        ulong targetList = 1ul << (int)(aff0 % 16);
        ulong rangeSelector = aff0 / 16;
        return (aff3 << 48) | (rangeSelector << 44) | (aff2 << 32) | ((ulong)interrupt.Value << 24) | (aff1 << 16) | targetList;
    }
}

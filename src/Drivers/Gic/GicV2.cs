using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// GICv2 with virtualization, such as GIC-400, as EL2 uses it (IHI 0048B): the group of the security state EL2 runs in, EOImode 1. The registers look the same in the Non-secure view of a controller with two security states,
/// where that group is Group 1, and in the view of one with a single state, where it is Group 0; both signal IRQ.
/// </summary>
public sealed class GicV2 : IInterruptController
{
    private const string Name = "interrupt controller";
    private const uint AllPriorities = 0xf0;

    private readonly GicV2Distributor _distributor;
    private readonly PhysicalAddress _cpuInterface;
    private readonly IMmio _mmio;
    private readonly IDmaBarriers _barriers;
    private readonly IProcessor _processor;

    // Of each CPU, by index: its bit in GICD_ITARGETSR, 0 before it is initialised, and what it has read in GICC_IAR for an SGI, which must be written back with its sender.
    private readonly byte[] _interfaces;
    private readonly uint[] _acknowledged;

    /// <summary>Finds it; changes nothing yet.</summary>
    /// <exception cref="PanicException">If the device tree has no GICv2, or one without GICC_DIR.</exception>
    public GicV2(IMmio mmio, IHardware hardware, IProcessor processor, IDmaBarriers barriers)
    {
        DeviceResource gic = GicV2Description.Require(hardware, Name, 2, 0);
        _distributor = new GicV2Distributor(mmio, gic.Regions[GicV2Description.Distributor]);
        _cpuInterface = GicV2Description.CpuInterfaceOf(mmio, in gic);
        _interfaces = new byte[hardware.CpuCount];
        _acknowledged = new uint[hardware.CpuCount];
        _mmio = mmio;
        _barriers = barriers;
        _processor = processor;
    }

    /// <inheritdoc/>
    public void InitializeDistributor() => _distributor.Initialize();

    /// <inheritdoc/>
    public void InitializeCpu()
    {
        const uint Control = GicCpuInterfaceRegisters.EnableOwnGroup | GicCpuInterfaceRegisters.SplitDeactivation;
        _distributor.InitializePrivate();
        _interfaces[_processor.Current.Value] = _distributor.OwnInterface();
        _mmio.Write32(_cpuInterface + GicCpuInterfaceRegisters.PriorityMask, AllPriorities);
        _mmio.Write32(_cpuInterface + GicCpuInterfaceRegisters.BinaryPoint, 0);
        _mmio.Write32(_cpuInterface + GicCpuInterfaceRegisters.Control, Control);
        Panic.Unless((_mmio.Read32(_cpuInterface + GicCpuInterfaceRegisters.Control) & Control) == Control, "the interrupt controller cannot separate priority drop from deactivation (GICC_CTLR.EOImode): it is no GICv2 with virtualization");
        _distributor.EnablePrivate(InterruptId.Kick, InterruptTrigger.Edge);
    }

    /// <inheritdoc/>
    public void Enable(InterruptId interrupt, InterruptTrigger trigger, CpuIndex target)
    {
        if (interrupt.IsPrivate) _distributor.EnablePrivate(interrupt, trigger);
        else _distributor.Enable(interrupt, trigger, _interfaces[target.Value]);
    }

    /// <inheritdoc/>
    public InterruptId Acknowledge()
    {
        uint acknowledged = _mmio.Read32(_cpuInterface + GicCpuInterfaceRegisters.Acknowledge);
        // What the interrupt announced is looked at behind it.
        _barriers.Read();
        InterruptId interrupt = new(acknowledged & GicCpuInterfaceRegisters.InterruptMask);
        if (interrupt.IsSgi) _acknowledged[_processor.Current.Value] = acknowledged;
        return interrupt;
    }

    /// <inheritdoc/>
    public void DropPriority(InterruptId interrupt) => _mmio.Write32(_cpuInterface + GicCpuInterfaceRegisters.EndOfInterrupt, Acknowledged(interrupt));

    /// <inheritdoc/>
    public void Deactivate(InterruptId interrupt) => _mmio.Write32(_cpuInterface + GicCpuInterfaceRegisters.Deactivate, Acknowledged(interrupt));

    /// <inheritdoc/>
    public void Kick(CpuIndex cpu)
    {
        byte target = _interfaces[cpu.Value];
        // A CPU that is not initialised yet looks around when it is.
        if (target == 0) return;
        _barriers.Write();
        _distributor.Send(InterruptId.Kick, target);
    }

    // A CPU that handles an SGI takes no other: there is one, the kick, and its handler does not wait.
    private uint Acknowledged(InterruptId interrupt) => interrupt.IsSgi ? _acknowledged[_processor.Current.Value] : interrupt.Value;
}

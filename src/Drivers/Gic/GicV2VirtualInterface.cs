using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// GICv2's virtual interface control (GICH_*, IHI 0048B, 5.3), by which EL2 gives the guest interrupts, and its virtual CPU interface (GICV_*, 5.5), which the guest accesses itself. Every CPU finds its own at the same address.
/// </summary>
public sealed class GicV2VirtualInterface : IVirtualInterruptInterface, IMappedCpuInterface
{
    // As many as are kept track of.
    private const int MostListRegisters = 16;
    private const uint RequestMask = 0xf8;

    // GICH_LR<n>.
    private const int PhysicalShift = 10;
    private const uint NotifyBit = 1u << 19;
    private const int PriorityShift = 23;
    private const uint PendingBit = 1u << 28;
    private const uint ActiveBit = 1u << 29;
    private const uint Group1Bit = 1u << 30;
    private const uint HardwareBit = 1u << 31;
    private const int UnimplementedPriorityBits = 3;

    private readonly IMmio _mmio;
    private readonly PhysicalAddress _control;
    private int _listRegisterCount;

    /// <summary>Finds registers and maintenance interrupt in the device tree.</summary>
    /// <exception cref="PanicException">If the device tree has no GICv2, or one without virtualization: without its regions or its maintenance interrupt.</exception>
    public GicV2VirtualInterface(IMmio mmio, IHardware hardware)
    {
        DeviceResource gic = GicV2Description.Require(hardware, "interrupt controller with virtualization", 4, 1);
        MaintenanceInterrupt = gic.Interrupts[0];
        Registers = gic.Regions[GicV2Description.VirtualCpuInterface];
        Panic.Unless(Registers.Value % GranuleNumber.Bytes == 0, "the virtual CPU interface (GICV) is not at the start of a page");
        _control = gic.Regions[GicV2Description.VirtualControl];
        _mmio = mmio;
    }

    /// <inheritdoc/>
    public InterruptId MaintenanceInterrupt { get; }

    /// <inheritdoc/>
    public PhysicalAddress Registers { get; }

    /// <inheritdoc/>
    public int ListRegisterCount
    {
        get
        {
            Panic.Unless(_listRegisterCount != 0, "list registers are counted by InitializeCpu");
            return _listRegisterCount;
        }
    }

    /// <inheritdoc/>
    public uint EmptyListRegisters => _mmio.Read32(_control + GicVirtualInterfaceRegisters.EmptyListRegisters) & ((1u << ListRegisterCount) - 1);

    /// <inheritdoc/>
    public uint EndedListRegisters => _mmio.Read32(_control + GicVirtualInterfaceRegisters.EndedListRegisters) & ((1u << ListRegisterCount) - 1);

    /// <inheritdoc/>
    public VirtualInterfaceRequests Requests
    {
        set
        {
            uint unlisted = (value & VirtualInterfaceRequests.UnlistedActive) != 0 ? GicVirtualInterfaceRegisters.ReportUnlistedEnds : 0;
            WriteControl(GicVirtualInterfaceRegisters.Enable | ((uint)value & RequestMask) | unlisted);
        }
    }

    /// <inheritdoc/>
    public VirtualInterfaceControl Control
    {
        get => new(_mmio.Read32(_control + GicVirtualInterfaceRegisters.VirtualMachineControl));
        set => _mmio.Write32(_control + GicVirtualInterfaceRegisters.VirtualMachineControl, (uint)value.Bits);
    }

    /// <inheritdoc/>
    public bool IsSignalling
    {
        set
        {
            uint others = ReadControl() & ~GicVirtualInterfaceRegisters.Enable;
            WriteControl(value ? others | GicVirtualInterfaceRegisters.Enable : others);
        }
    }

    /// <summary>Turns the interface on for the calling CPU. Called again, it puts the guest's view back to reset.</summary>
    public void InitializeCpu()
    {
        CountListRegisters((int)(_mmio.Read32(_control + GicVirtualInterfaceRegisters.Type) & GicVirtualInterfaceRegisters.ListRegisterMask) + 1);
        WriteControl(0);
        for (int i = 0; i < _listRegisterCount; i++) Write(i, 0);
        _mmio.Write32(_control + GicVirtualInterfaceRegisters.ActivePriorities, 0);

        // Zero stands for reset: groups off, nothing let through, and binary points that become the least there is.
        _mmio.Write32(_control + GicVirtualInterfaceRegisters.VirtualMachineControl, 0);
        WriteControl(GicVirtualInterfaceRegisters.Enable);
    }

    /// <inheritdoc/>
    public ListRegister ReadListRegister(int index)
    {
        CheckIndex(index);
        return Decode(_mmio.Read32(_control + GicVirtualInterfaceRegisters.ListRegisters + ((uint)index * 4)));
    }

    /// <inheritdoc/>
    public void WriteListRegister(int index, ListRegister value)
    {
        CheckIndex(index);
        Write(index, Encode(value));
    }

    /// <inheritdoc/>
    public int TakeUnlistedEnds(VirtualInterfaceRequests requests)
    {
        if ((requests & VirtualInterfaceRequests.UnlistedActive) == 0) return 0;
        uint control = ReadControl();
        uint ends = control >> GicVirtualInterfaceRegisters.UnlistedEndsShift;
        if (ends != 0) WriteControl(control & ((1u << GicVirtualInterfaceRegisters.UnlistedEndsShift) - 1));
        return (int)ends;
    }

    private static uint Encode(ListRegister value)
    {
        uint state = (value.IsPending ? PendingBit : 0) | (value.IsActive ? ActiveBit : 0) | (value.IsGroup1 ? Group1Bit : 0);
        uint detail = value.IsHardware ? HardwareBit | (value.Physical.Value << PhysicalShift) : ((uint)value.Sender << PhysicalShift) | (value.Notifies ? NotifyBit : 0);
        return state | ((uint)(value.Priority >> UnimplementedPriorityBits) << PriorityShift) | detail | (value.Interrupt.Value & GicCpuInterfaceRegisters.InterruptMask);
    }

    private static ListRegister Decode(uint bits)
    {
        InterruptId interrupt = new(bits & GicCpuInterfaceRegisters.InterruptMask);
        byte priority = (byte)(((bits >> PriorityShift) & 0x1f) << UnimplementedPriorityBits);
        ListRegister register = (bits & HardwareBit) != 0
            ? ListRegister.Hardware(interrupt, priority, new InterruptId((bits >> PhysicalShift) & GicCpuInterfaceRegisters.InterruptMask))
            : ListRegister.Software(interrupt, priority, (bits & NotifyBit) != 0).From((int)(bits >> PhysicalShift) & 7);
        return register.WithGroup((bits & Group1Bit) != 0).WithState((bits & PendingBit) != 0, (bits & ActiveBit) != 0);
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)_listRegisterCount) Panic.Fail($"list register {index} of {_listRegisterCount}");
    }

    private void CountListRegisters(int implemented)
    {
        int count = implemented < MostListRegisters ? implemented : MostListRegisters;
        if (_listRegisterCount != 0 && _listRegisterCount != count) Panic.Fail($"CPUs with {_listRegisterCount} and with {count} list registers in one machine are not supported");
        _listRegisterCount = count;
    }

    private uint ReadControl() => _mmio.Read32(_control + GicVirtualInterfaceRegisters.Control);

    private void WriteControl(uint value) => _mmio.Write32(_control + GicVirtualInterfaceRegisters.Control, value);

    private void Write(int index, uint bits) => _mmio.Write32(_control + GicVirtualInterfaceRegisters.ListRegisters + ((uint)index * 4), bits);
}

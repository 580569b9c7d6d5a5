using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>GICv3's virtual interface control (IHI 0069H, 12.4), by which EL2 gives the guest interrupts. The guest uses ICC_* registers only, no memory-mapped CPU interface.</summary>
public sealed class GicV3VirtualInterface : IVirtualInterruptInterface, IVirtualSystemRegisters
{
    private const ulong ControlEnable = 1ul << 0;
    private const ulong ControlTrapCommon = 1ul << 10;
    private const ulong ControlTrapDeactivation = 1ul << 14;
    private const ulong TypeTrapsDeactivation = 1ul << 19;
    private const ulong SystemRegisterEnable = 1ul << 0;
    private const ulong SystemRegistersOnly = 7;

    private readonly IGicHypervisorRegisters _control;
    private readonly IGicCpuRegisters _cpuInterface;
    private int _listRegisterCount;
    private ulong _type;
    private ulong _fixedControl;

    /// <summary>Finds the maintenance interrupt in the device tree.</summary>
    /// <exception cref="PanicException">If the device tree has no GICv3, or no maintenance interrupt: then it has no virtual interface.</exception>
    public GicV3VirtualInterface(IGicHypervisorRegisters control, IGicCpuRegisters cpuInterface, IHardware hardware)
    {
        MaintenanceInterrupt = hardware.Require("arm,gic-v3"u8, "interrupt controller with virtualization", 2, 1).Interrupts[0];
        _control = control;
        _cpuInterface = cpuInterface;
    }

    /// <inheritdoc/>
    public InterruptId MaintenanceInterrupt { get; }

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
    public uint EmptyListRegisters => (uint)_control.IchElrsr;

    /// <inheritdoc/>
    public uint EndedListRegisters => (uint)_control.IchEisr;

    /// <inheritdoc/>
    public int PreemptionBits => (int)((_type >> 26) & 7) + 1;

    // ICH_VTR_EL2 has them as ICC_CTLR_EL1 has: PRIbits, IDbits, SEIS and A3V, elsewhere.
    /// <inheritdoc/>
    public uint ControlFeatures => (uint)(((_type >> 29) & 7) << 8 | ((_type >> 23) & 7) << 11 | ((_type >> 22) & 1) << 14 | ((_type >> 21) & 1) << 15);

    /// <inheritdoc/>
    public VirtualInterfaceRequests Requests
    {
        set => _control.IchHcr = _fixedControl | (uint)value;
    }

    /// <inheritdoc/>
    public VirtualInterfaceControl Control
    {
        get => new(_control.IchVmcr);
        set => _control.IchVmcr = value.Bits;
    }

    /// <inheritdoc/>
    public bool IsSignalling
    {
        set
        {
            ulong others = _control.IchHcr & ~ControlEnable;
            _control.IchHcr = value ? others | ControlEnable : others;
        }
    }

    /// <summary>Turns the interface on for the calling CPU, whose <see cref="GicV3.InitializeCpu"/> comes first. Called again, it puts the guest's view back to reset.</summary>
    public void InitializeCpu()
    {
        Panic.Unless((_cpuInterface.IccSreEl2 & SystemRegisterEnable) != 0, "a CPU's interrupt controller is initialised before its virtual interface");
        _type = _control.IchVtr;
        CountListRegisters((int)(_type & 31) + 1);
        _cpuInterface.IccSreEl1 = SystemRegistersOnly;
        _control.IchHcr = 0;
        for (int i = 0; i < _listRegisterCount; i++) _control.WriteIchLr(i, 0);
        ClearActivePriorities(PreemptionBits);

        // Zero stands for reset: groups off, nothing let through, and binary points that become the least there is.
        _control.IchVmcr = 0;
        _fixedControl = ControlEnable | ((_type & TypeTrapsDeactivation) != 0 ? ControlTrapDeactivation : ControlTrapCommon);
        _control.IchHcr = _fixedControl;
    }

    /// <inheritdoc/>
    public ListRegister ReadListRegister(int index)
    {
        CheckIndex(index);
        return new ListRegister(_control.ReadIchLr(index));
    }

    /// <inheritdoc/>
    public void WriteListRegister(int index, ListRegister value)
    {
        CheckIndex(index);
        _control.WriteIchLr(index, value.Bits);
    }

    // ICC_* registers trap while an active interrupt is in no list register: nothing is ended past EL2.
    /// <inheritdoc/>
    public int TakeUnlistedEnds(VirtualInterfaceRequests requests) => 0;

    /// <inheritdoc/>
    public uint ReadActivePriorities(bool isGroup1, int index) => (uint)(isGroup1 ? _control.ReadIchAp1R(index) : _control.ReadIchAp0R(index));

    /// <inheritdoc/>
    public void WriteActivePriorities(bool isGroup1, int index, uint value)
    {
        if (isGroup1) _control.WriteIchAp1R(index, value);
        else _control.WriteIchAp0R(index, value);
    }

    // A register that is not there is UNDEFINED, which would be an exception at EL2.
    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)_listRegisterCount) Panic.Fail($"list register {index} of {_listRegisterCount}");
    }

    private void CountListRegisters(int count)
    {
        if (_listRegisterCount != 0 && _listRegisterCount != count) Panic.Fail($"CPUs with {_listRegisterCount} and with {count} list registers in one machine are not supported");
        _listRegisterCount = count;
    }

    private void ClearActivePriorities(int preemptionBits)
    {
        int registers = preemptionBits <= 5 ? 1 : preemptionBits == 6 ? 2 : 4;
        for (int i = 0; i < registers; i++)
        {
            _control.WriteIchAp0R(i, 0);
            _control.WriteIchAp1R(i, 0);
        }
    }
}

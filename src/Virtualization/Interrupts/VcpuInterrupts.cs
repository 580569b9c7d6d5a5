using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What one vCPU has pending and active: its SGIs and PPIs, with the registers of its redistributor, and the SPIs that the distributor delivered to it. All
/// under <see cref="VirtualInterruptLock"/>.
/// <para>
/// Two owners: an interrupt in a list register belongs to the CPU that runs the vCPU, everything else to whoever holds the lock. Others therefore only note
/// what they want, mark the vCPU and kick its CPU, which on its way back to the guest folds its list registers into this state, does what was noted, and fills
/// them anew (VcpuInterrupts.ListRegisters.cs).
/// </para>
/// </summary>
/// <param name="cpu">The CPU that runs the vCPU.</param>
/// <param name="processor">The CPU that asks.</param>
/// <param name="virtualInterface">The list registers of the CPU that asks.</param>
/// <param name="controller">Kicks CPUs, and deactivates the physical timer interrupt.</param>
/// <param name="lines">The lines of the private interrupts of the CPU that asks.</param>
/// <param name="work">Says that the vCPU's CPU has to look before it enters the guest: the vCPU is marked.</param>
/// <param name="gate">Protects all this.</param>
public partial class VcpuInterrupts(
    CpuIndex cpu, IProcessor processor, IVirtualInterruptInterface virtualInterface, IInterruptController controller, TimerLines lines,
    EntryWork work, VirtualInterruptLock gate)
    : InterruptBank(0, VirtualGic.FirstSpi)
{
    private readonly VcpuInterrupt[] _interrupts = NewInterrupts();

    // Those that are pending or active, in software or in a list register, and the timer while its physical interrupt is active.
    private InterruptSet _present;

    // SPIs of which the distributor is to be told something.
    private InterruptSet _reportable;

    // SPIs that this vCPU has deactivated and that it does not have.
    private InterruptSet _deactivatedElsewhere;

    // SPIs whose state at the last look the distributor is to be told.
    private InterruptSet _seen;

    // The last look that was asked for, and the last that was had.
    private uint _lookWanted;
    private uint _looked;

    private GroupSet _groupsEnabled;

    /// <summary>The CPU that runs the vCPU.</summary>
    public CpuIndex Cpu => cpu;

    /// <summary>Whether PSCI has turned the vCPU on. One that is off has empty list registers and keeps what arrives.</summary>
    public bool IsOn { get; private set; }

    /// <summary>
    /// Whether the list registers have to be read back and filled anew before the guest goes on. The one thing that may be asked without the lock.
    /// </summary>
    public bool IsMarked => work.Has(cpu, EntryReason.Interrupts);

    /// <summary>Whether the guest would take an interrupt now, were its own masks open: what ends WFI.</summary>
    public bool HasDeliverable { get; private set; }

    /// <summary>GICD_CTLR.EnableGrp0 and EnableGrp1, which hold back private interrupts too.</summary>
    public void SetGroupsEnabled(GroupSet groups)
    {
        gate.AssertHeld();
        _groupsEnabled = groups;
        Mark();
    }

    /// <summary>
    /// An SGI was sent to this vCPU by ICC_SGI1R_EL1, or by ICC_SGI0R_EL1 as one of Group 0: it takes it if it has that SGI in that group (IHI 0069, table 12-14,
    /// DS = 1).
    /// </summary>
    public void RaiseSgi(uint sgi, bool isGroup1)
    {
        gate.AssertHeld();
        if (_interrupts[sgi].IsGroup1 == isGroup1) SetPending(sgi);
    }

    /// <summary>Where SGIs have senders: these vCPUs, one bit each, have sent one.</summary>
    internal virtual void RaiseSgiFrom(uint sgi, byte senders) => Panic.Fail("this guest's SGIs have no senders");

    /// <summary>Where SGIs have senders: whose is pending, one bit a vCPU. On its own CPU.</summary>
    internal virtual byte ReadSenders(uint sgi) => 0;

    /// <summary>Where SGIs have senders: theirs is no longer pending. On its own CPU.</summary>
    internal virtual void ClearSenders(uint sgi, byte senders)
    {
    }

    /// <summary>
    /// The guest's virtual timer has raised its physical interrupt on this CPU, which stays active until the guest deactivates the virtual one.
    /// </summary>
    public void RaiseTimer()
    {
        gate.AssertHeld();
        // What a list register still says of the last time must not be taken for this time.
        LookIfOwn();
        _interrupts[VirtualGic.TimerInterrupt].IsHardware = true;
        SampleLines();
    }

    /// <summary>A line of this vCPU's private interrupts may have changed. On its own CPU.</summary>
    public void LookAtLines()
    {
        gate.AssertHeld();
        Panic.Unless(IsOwn, "lines are sampled by their own CPU only");
        LookIfOwn();
    }

    /// <summary>The distributor gives this vCPU an SPI.</summary>
    /// <param name="spi">Its INTID.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="isGroup1">Whether it is in Group 1.</param>
    /// <param name="pending">Whether it is pending.</param>
    /// <param name="active">Whether it begins active, because the guest wrote GICD_ISACTIVER.</param>
    public void Deliver(uint spi, byte priority, bool isGroup1, bool pending, bool active)
    {
        gate.AssertHeld();
        ref VcpuInterrupt state = ref _interrupts[spi];
        state.IsEnabled = true;
        state.IsGroup1 = isGroup1;
        state.Priority = priority;
        if (active) WriteActive(spi, true);
        if (pending) SetPending(spi);
    }

    /// <summary>
    /// The distributor wants an SPI's pending state back; <see cref="TryTakeReport"/> has the answer at once, or once the vCPU's own CPU has looked.
    /// </summary>
    /// <param name="spi">Its INTID.</param>
    /// <param name="clearActive">Whether it is to be inactive afterwards, because the guest wrote GICD_ICACTIVER.</param>
    public void Recall(uint spi, bool clearActive)
    {
        gate.AssertHeld();
        ref VcpuInterrupt state = ref _interrupts[spi];
        state.IsRecalled = true;
        if (clearActive) WriteActive(spi, false);
        LookIfOwn();
        Settle(spi);
        if (state.IsLoaded) Mark();
    }

    /// <summary>Takes the next thing to tell the distributor.</summary>
    internal bool TryTakeReport(out SpiReport report)
    {
        gate.AssertHeld();
        uint spi = 0;
        report = default;
        if (!HasReports) return false;
        if (_deactivatedElsewhere.MoveTo(ref spi))
        {
            _deactivatedElsewhere.Remove(spi);
            report = SpiReport.Deactivation(spi);
            return true;
        }
        spi = 0;
        if (!_reportable.MoveTo(ref spi)) return TryTakeSeen(out report);
        _reportable.Remove(spi);
        ref VcpuInterrupt state = ref _interrupts[spi];
        report = new SpiReport(spi, state.IsRecalled, state.IsRecalled && state.IsPending, state.IsActive);
        if (state.IsRecalled) state.IsPending = false;
        state.IsRecalled = false;
        if (!state.IsActive) _present.Remove(spi);
        return true;
    }

    /// <summary>Whether there is something to tell the distributor.</summary>
    internal bool HasReports => !_reportable.IsEmpty || !_deactivatedElsewhere.IsEmpty || !_seen.IsEmpty;

    /// <summary>Somebody wants to know what the list registers have: the vCPU's own CPU folds them, at once if it is the calling one.</summary>
    /// <param name="generation">Which look it is: see <see cref="HasLooked"/>.</param>
    internal void LookFor(uint generation)
    {
        gate.AssertHeld();
        _lookWanted = generation;
        if (!IsOn) Looked();
        else if (IsOwn) Fold();
        else
        {
            work.Request(cpu, EntryReason.Interrupts);
            // A CPU that was marked may wait for something else: only a kick is sure to reach it.
            controller.Kick(cpu);
        }
    }

    /// <summary>Whether the list registers were folded since that look, or one after it, was asked for.</summary>
    internal bool HasLooked(uint generation) => (int)(_looked - generation) >= 0;

    /// <summary>
    /// The vCPU leaves: its list registers are emptied. What is active and what is pending stays so, as the distributor's and the redistributors' state is none
    /// of a CPU's: pending SPIs can be routed elsewhere, the rest waits here. On its own CPU, whose timers are off already.
    /// </summary>
    public void TurnOff()
    {
        gate.AssertHeld();
        Fold();
        IsOn = false;
        Fill();
    }

    /// <summary>
    /// The vCPU begins anew, with its CPU interface as after a reset (DEN0022, 6.4). What was written to its redistributor before, and what became pending,
    /// counts. On its own CPU.
    /// </summary>
    public void TurnOn()
    {
        gate.AssertHeld();
        Fold();
        virtualInterface.InitializeCpu();
        _requests = VirtualInterfaceRequests.None;
        IsOn = true;
        Mark();
    }

    /// <inheritdoc/>
    public override bool Read(InterruptProperty property, uint intid)
    {
        gate.AssertHeld();
        if (property is InterruptProperty.Pending or InterruptProperty.Active) LookIfOwn();
        VcpuInterrupt state = _interrupts[intid];
        return property switch
        {
            InterruptProperty.Group1 => state.IsGroup1,
            InterruptProperty.Enabled => state.IsEnabled,
            InterruptProperty.Pending => state.IsPending || state.IsHigh || (state.IsGivenPending && !state.DropsPending),
            InterruptProperty.Active => (state.IsActive && !state.DropsActive) || state.BecomesActive,
            _ => intid < VirtualGic.FirstPpi,
        };
    }

    /// <inheritdoc/>
    public override void Write(InterruptProperty property, uint intid, bool value)
    {
        gate.AssertHeld();
        ref VcpuInterrupt state = ref _interrupts[intid];
        switch (property)
        {
            case InterruptProperty.Group1:
                state.IsGroup1 = value;
                Mark();
                break;
            case InterruptProperty.Enabled:
                state.IsEnabled = value;
                Mark();
                break;
            case InterruptProperty.Pending when value:
                SetPending(intid);
                break;
            case InterruptProperty.Pending:
                ClearPending(intid);
                break;
            case InterruptProperty.Active:
                WriteActive(intid, value);
                break;
        }
    }

    /// <inheritdoc/>
    public override byte ReadPriority(uint intid) => _interrupts[intid].Priority;

    /// <inheritdoc/>
    public override void WritePriority(uint intid, byte priority)
    {
        gate.AssertHeld();
        _interrupts[intid].Priority = priority;
        Mark();
    }

    /// <summary>GICR_CTLR.RWP: whether a private interrupt that was disabled may still be signalled, because its CPU has not looked yet.</summary>
    public bool HasWriteUnderWay
    {
        get
        {
            gate.AssertHeld();
            LookIfOwn();
            for (uint intid = 0; _present.MoveTo(ref intid) && intid < VirtualGic.FirstSpi; intid++)
            {
                if (_interrupts[intid].IsGivenPending && !_interrupts[intid].IsEnabled) return true;
            }
            return false;
        }
    }

    /// <summary>All interrupts are in Group 0 until the guest says otherwise. Boot only.</summary>
    private protected void StartInGroup0()
    {
        for (int i = 0; i < _interrupts.Length; i++) _interrupts[i].IsGroup1 = false;
    }

    private static VcpuInterrupt[] NewInterrupts()
    {
        VcpuInterrupt[] interrupts = new VcpuInterrupt[(int)VirtualGic.InterruptCount];
        for (int i = 0; i < interrupts.Length; i++) interrupts[i].IsGroup1 = true;
        return interrupts;
    }

    private bool TryTakeSeen(out SpiReport report)
    {
        report = default;
        for (uint spi = 0; _seen.MoveTo(ref spi); spi++)
        {
            _seen.Remove(spi);
            ref VcpuInterrupt state = ref _interrupts[spi];
            // What has changed meanwhile has another report, or will have.
            if (!_present.Contains(spi) || state.IsRecalled) continue;
            report = SpiReport.Look(spi, state.IsPending || state.IsGivenPending, state.IsActive);
            return true;
        }
        return false;
    }

    // All is software state.
    private void Looked()
    {
        if (_looked == _lookWanted) return;
        _looked = _lookWanted;
        for (uint spi = VirtualGic.FirstSpi; _present.MoveTo(ref spi); spi++) _seen.Add(spi);
    }

    private bool IsOwn => processor.Current.Value == cpu.Value;

    // Pending state that the guest is to see: an SPI that was recalled waits for its way home. A line counts again when its interrupt is no longer active: it
    // is what it is then.
    private bool IsDeliverable(in VcpuInterrupt state) =>
        (state.IsPending || (state.IsHigh && !state.IsActive)) && state.IsEnabled && _groupsEnabled.Has(state.IsGroup1) && IsOn
        && !state.IsRecalled;

    private protected void SetPending(uint intid)
    {
        _interrupts[intid].IsPending = true;
        Settle(intid);
        if (IsDeliverable(in _interrupts[intid])) Mark();
    }

    private protected void ClearPending(uint intid)
    {
        LookIfOwn();
        ref VcpuInterrupt state = ref _interrupts[intid];
        state.IsPending = false;
        state.DropsPending = state.IsLoaded;
        Settle(intid);
        Mark();
    }

    private void WriteActive(uint intid, bool value)
    {
        LookIfOwn();
        ref VcpuInterrupt state = ref _interrupts[intid];
        if (state.IsLoaded)
        {
            state.BecomesActive = value;
            state.DropsActive = !value;
        }
        else
        {
            SetActive(ref state, value);
            Settle(intid);
        }
        Mark();
    }

    private static void SetActive(ref VcpuInterrupt state, bool value)
    {
        if (value && !state.IsActive) state.ActivePriority = state.Priority;
        state.IsActive = value;
    }

    // After a change of software state: keeps the sets in step. What a list register has is settled when it is read back.
    private void Settle(uint intid)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        if (state.IsLoaded) return;
        bool idle = !state.IsPending && !state.IsActive && !state.IsHigh;
        if (idle && !state.IsHardware) _present.Remove(intid);
        else _present.Add(intid);
        if (intid < VirtualGic.FirstSpi) return;
        if (idle || state.IsRecalled) _reportable.Add(intid);
        else _reportable.Remove(intid);
    }

    // The vCPU's CPU will look before it enters the guest. If it was marked already, it is on its way or was kicked.
    private void Mark()
    {
        if (IsMarked) return;
        work.Request(cpu, EntryReason.Interrupts);
        if (IsOn && !IsOwn) controller.Kick(cpu);
    }
}

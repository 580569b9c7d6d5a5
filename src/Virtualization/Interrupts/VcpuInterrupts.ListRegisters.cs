using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <content>
/// The list registers. Folding takes everything out of them into software state; filling puts the most urgent interrupts in. Both only on the vCPU's own CPU;
/// the guest runs only after the latter.
/// </content>
public sealed partial class VcpuInterrupts
{
    // The architecture has at most sixteen list registers.
    private const int MaximumListRegisters = 16;

    private Slots _slots;
    private int _used;
    private bool _underflowInterrupt;

    /// <summary>
    /// Reads the list registers back: what the guest has acknowledged and ended since they were filled becomes known. They are empty to this class from then
    /// on, until <see cref="Fill"/>.
    /// </summary>
    public void Fold()
    {
        gate.AssertHeld();
        Panic.Unless(IsOwn, "list registers are read back by their own CPU only");
        EndUnmatched(virtualInterface.TakeUnmatchedEndOfInterruptCount());
        int used = _used;
        _used = 0;
        if (used != 0) Mark();
        for (int i = 0; i < used; i++) TakeBack(_slots[i], virtualInterface.ReadListRegister(i));
        ReleaseTimer();
    }

    /// <summary>
    /// Fills the list registers with what is active, and then with what is pending by priority. If more is waiting, the guest's ends of interrupts cause
    /// maintenance interrupts.
    /// </summary>
    public void Fill()
    {
        gate.AssertHeld();
        Panic.Unless(IsOwn && _used == 0, "list registers are filled by their own CPU only, after they were read back");
        int count = virtualInterface.ListRegisterCount;
        InterruptSet waiting = _present;
        int wanted = CountLoadable();
        bool overflow = wanted > count;
        HasDeliverable = false;
        for (int i = 0; i < count; i++)
        {
            bool loads = TryTakeMostUrgent(ref waiting, out uint intid);
            virtualInterface.WriteListRegister(i, loads ? Load(i, intid, overflow) : ListRegister.Empty);
        }
        if (_underflowInterrupt != overflow) virtualInterface.UnderflowInterrupt = overflow;
        _underflowInterrupt = overflow;
        Volatile.Write(ref _marked, false);
    }

    private void FoldIfOwn()
    {
        if (_used != 0 && IsOwn) Fold();
    }

    private void TakeBack(uint intid, ListRegister register)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        if (register.IsPending && !state.DropsPending) state.IsPending = true;
        state.IsActive = (register.IsActive && !state.DropsActive) || state.BecomesActive;
        // The guest's deactivation of the virtual interrupt deactivated the physical one.
        if (!register.IsValid) state.IsHardware = false;
        state.IsLoaded = state.IsGivenPending = state.DropsPending = state.DropsActive = state.BecomesActive = false;
        Settle(intid);
    }

    // An end of interrupt that matches no list register ends the active interrupt of the highest priority that has none: ends come in the reverse order of
    // acknowledgements.
    private void EndUnmatched(int count)
    {
        for (; count > 0; count--)
        {
            uint ended = VirtualGic.InterruptCount;
            for (uint intid = 0; _present.MoveTo(ref intid); intid++)
            {
                if (!_interrupts[intid].IsActive || _interrupts[intid].IsLoaded) continue;
                if (ended == VirtualGic.InterruptCount || _interrupts[intid].Priority < _interrupts[ended].Priority) ended = intid;
            }
            if (ended == VirtualGic.InterruptCount) return;
            _interrupts[ended].IsActive = false;
            Settle(ended);
        }
    }

    // Nobody is to deactivate the physical timer interrupt any more if the virtual one was cleared by a register write or a reset.
    private void ReleaseTimer()
    {
        ref VcpuInterrupt timer = ref _interrupts[VirtualGic.TimerInterrupt];
        if (!timer.IsHardware || timer.IsPending || timer.IsActive) return;
        timer.IsHardware = false;
        Settle(VirtualGic.TimerInterrupt);
        controller.Deactivate(new InterruptId(VirtualGic.TimerInterrupt));
    }

    private bool IsLoadable(in VcpuInterrupt state) => IsOn && (state.IsActive || IsDeliverable(in state));

    private int CountLoadable()
    {
        int count = 0;
        for (uint intid = 0; _present.MoveTo(ref intid); intid++)
        {
            if (IsLoadable(in _interrupts[intid])) count++;
        }
        return count;
    }

    // Active interrupts first: an end that finds no list register is counted but not named. Then by priority, then by INTID.
    private bool TryTakeMostUrgent(ref InterruptSet waiting, out uint mostUrgent)
    {
        int best = int.MaxValue;
        mostUrgent = 0;
        for (uint intid = 0; waiting.MoveTo(ref intid); intid++)
        {
            ref VcpuInterrupt state = ref _interrupts[intid];
            int rank = state.Priority + (state.IsActive ? 0 : 256);
            if (rank >= best || !IsLoadable(in state)) continue;
            best = rank;
            mostUrgent = intid;
        }
        waiting.Remove(mostUrgent);
        return best != int.MaxValue;
    }

    private ListRegister Load(int slot, uint intid, bool overflow)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        bool pending = IsDeliverable(in state);
        // A list register tied to a physical interrupt cannot be both; when that is deactivated, the line is sampled anew.
        bool both = pending && state.IsActive && state.IsHardware;
        InterruptId id = new(intid);
        // The distributor wants to know when an SPI has ended, and what waits wants the list register.
        ListRegister register = state.IsHardware
            ? ListRegister.Hardware(id, state.Priority, id)
            : ListRegister.Software(id, state.Priority, intid >= VirtualGic.FirstSpi || overflow);
        _slots[slot] = intid;
        _used = slot + 1;
        state.IsLoaded = true;
        state.IsGivenPending = pending && !both;
        if (pending) state.IsPending = false;
        HasDeliverable |= state.IsGivenPending;
        return register.WithState(state.IsGivenPending, state.IsActive);
    }

    [InlineArray(MaximumListRegisters)]
    private struct Slots
    {
        private uint _first;
    }
}

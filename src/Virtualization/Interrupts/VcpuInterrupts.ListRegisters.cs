using System.Numerics;
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

    // Private interrupts, one bit each, that list registers have as pending because of their line alone.
    private uint _watched;

    /// <summary>Whether a list register has an interrupt as pending because of its line alone. On its own CPU only; asked without the lock.</summary>
    public bool WatchesLine => _watched != 0;

    /// <summary>
    /// Whether a line that made an interrupt in a list register pending has fallen meanwhile, so that the list registers have to be filled anew. On its own CPU
    /// only; asked without the lock.
    /// </summary>
    public bool HasLineFallen
    {
        get
        {
            for (uint rest = _watched; rest != 0; rest &= rest - 1)
            {
                if (!lines.IsHigh((uint)BitOperations.TrailingZeroCount(rest))) return true;
            }
            return false;
        }
    }

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
        SampleLines();
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
        _watched = 0;
        for (int i = 0; i < count; i++)
        {
            bool loads = TryTakeMostUrgent(ref waiting, out uint intid);
            virtualInterface.WriteListRegister(i, loads ? Load(i, intid, overflow) : ListRegister.Empty);
        }
        if (_underflowInterrupt != overflow) virtualInterface.UnderflowInterrupt = overflow;
        _underflowInterrupt = overflow;
        Volatile.Write(ref _marked, false);
    }

    private void LookIfOwn()
    {
        if (!IsOwn) return;
        if (_used != 0) Fold();
        else SampleLines();
    }

    private void TakeBack(uint intid, ListRegister register)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        if (register.IsPending && !state.DropsPending && state.IsGivenLatch) state.IsPending = true;
        state.IsActive = (register.IsActive && !state.DropsActive) || state.BecomesActive;
        // The guest's deactivation of the virtual interrupt deactivated the physical one.
        if (register.IsHardware && !register.IsValid) state.IsHardware = false;
        state.IsLoaded = state.IsGivenPending = state.IsGivenLatch = state.DropsPending = state.DropsActive = state.BecomesActive = false;
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

    private void SampleLines()
    {
        SampleLine(VirtualGic.TimerInterrupt);
        SampleLine(VirtualGic.PhysicalTimerInterrupt);
    }

    // On the line's own CPU, while no list register has its interrupt. A physical interrupt that is active without need would keep the next rise from being
    // noticed, and the guest deactivates it only if it takes the virtual one.
    private void SampleLine(uint intid)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        state.IsHigh = lines.IsHigh(intid);
        if (state.IsHardware && !state.IsHigh && !state.IsActive)
        {
            state.IsHardware = false;
            controller.Deactivate(new InterruptId(intid));
        }
        Settle(intid);
        if (IsDeliverable(in state)) Mark();
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
        // A list register tied to a physical interrupt cannot be pending and active; one that is not says when it has ended, and that is deactivated then.
        bool tied = state.IsHardware && !(pending && state.IsActive);
        InterruptId id = new(intid);
        // The distributor wants to know when an SPI has ended, what waits wants the list register, and a line that is still high counts again.
        ListRegister register = tied
            ? ListRegister.Hardware(id, state.Priority, id)
            : ListRegister.Software(id, state.Priority, intid >= VirtualGic.FirstSpi || overflow || state.IsHardware || state.IsHigh);
        _slots[slot] = intid;
        _used = slot + 1;
        state.IsLoaded = true;
        state.IsGivenPending = pending;
        state.IsGivenLatch = pending && state.IsPending;
        if (pending && !state.IsPending) _watched |= 1u << (int)intid;
        if (pending) state.IsPending = false;
        HasDeliverable |= pending;
        return register.WithState(state.IsGivenPending, state.IsActive);
    }

    [InlineArray(MaximumListRegisters)]
    private struct Slots
    {
        private uint _first;
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <content>
/// The list registers. Folding takes everything out of them into software state; filling puts the most urgent interrupts in. Both only on the vCPU's own CPU;
/// the guest runs only after the latter.
/// </content>
public partial class VcpuInterrupts
{
    // The architecture has at most sixteen list registers.
    private const int MaximumListRegisters = 16;

    private Slots _slots;
    private int _used;

    // List registers from here on are empty.
    private int _written;
    private VirtualInterfaceRequests _requests;

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
        int used = _used;
        _used = 0;
        for (int ends = virtualInterface.TakeUnlistedEnds(_requests); ends > 0; ends--) EndUnlisted();
        if (used != 0) Mark();
        for (int i = 0; i < used; i++) TakeBack(_slots[i], virtualInterface.ReadListRegister(i));
        SampleLines();
        Looked();
    }

    /// <summary>
    /// Fills the list registers. What is pending has to be there to be signalled, what is active to be ended without EL2: if there are too few, the most urgent
    /// pending interrupt has precedence, then what is active, then the other pending ones. While one that is active is left out, accesses to the CPU interface
    /// trap, and <see cref="CpuInterfaceRegisters"/> does what the guest asks for, or ends past the list registers are counted; while one that is pending is left out, the CPU interface says when there is
    /// room.
    /// </summary>
    public void Fill()
    {
        gate.AssertHeld();
        Panic.Unless(IsOwn && _used == 0, "list registers are filled by their own CPU only, after they were read back");
        int count = virtualInterface.ListRegisterCount;
        InterruptSet waiting = _present;
        CountLoadable(out int pending, out int active);
        bool overflows = pending + active > count;
        VirtualInterfaceControl control = overflows ? virtualInterface.Control : default;
        HasDeliverable = false;
        _watched = 0;
        int loads = Math.Min(pending + active, count);
        for (int i = 0; i < loads; i++)
        {
            uint intid = TakeMostUrgent(ref waiting, control, prefersPending: i == 0 && active >= count);
            virtualInterface.WriteListRegister(i, Load(i, intid, overflows));
        }
        for (int i = loads; i < _written; i++) virtualInterface.WriteListRegister(i, ListRegister.Empty);
        _written = loads;
        Request(overflows ? RequestsFor(in waiting, control) : VirtualInterfaceRequests.None);
        work.WatchLines(WatchesLine);
        work.Clear(cpu, EntryReason.Interrupts);
    }

    // What is left in waiting found no list register.
    private VirtualInterfaceRequests RequestsFor(in InterruptSet waiting, VirtualInterfaceControl control)
    {
        VirtualInterfaceRequests requests = VirtualInterfaceRequests.None;
        for (uint intid = 0; waiting.MoveTo(ref intid); intid++)
        {
            ref VcpuInterrupt state = ref _interrupts[intid];
            if (!IsLoadable(in state)) continue;
            if (state.IsActive) requests |= VirtualInterfaceRequests.UnlistedActive;
            else requests |= VirtualInterfaceRequests.NoPending;
        }
        if ((requests & VirtualInterfaceRequests.NoPending) == 0) return requests;
        // Which pending ones are the most urgent depends on which groups the guest lets through.
        requests |= control.IsEnabled(false) ? VirtualInterfaceRequests.Group0Disabled : VirtualInterfaceRequests.Group0Enabled;
        requests |= control.IsEnabled(true) ? VirtualInterfaceRequests.Group1Disabled : VirtualInterfaceRequests.Group1Enabled;
        // If what the guest lets through has list registers, or nothing is let through, no pending one among them is no news.
        return HasSignalled(in waiting, control) ? requests : requests & ~VirtualInterfaceRequests.NoPending;
    }

    private bool HasSignalled(in InterruptSet interrupts, VirtualInterfaceControl control)
    {
        for (uint intid = 0; interrupts.MoveTo(ref intid); intid++)
        {
            ref VcpuInterrupt state = ref _interrupts[intid];
            if (!state.IsActive && IsDeliverable(in state) && control.IsEnabled(state.IsGroup1)) return true;
        }
        return false;
    }

    private void Request(VirtualInterfaceRequests requests)
    {
        if (_requests != requests) virtualInterface.Requests = requests;
        _requests = requests;
    }

    private protected void LookIfOwn()
    {
        if (!IsOwn) return;
        if (_used != 0) Fold();
        else SampleLines();
    }

    private void TakeBack(uint intid, ListRegister register)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        bool isPending = register.IsPending && !state.DropsPending && state.IsGivenLatch;
        if (isPending) state.IsPending = true;
        GiveSenderBack(intid, register, isPending);
        if (register.IsActive) state.ActivePriority = register.Priority;
        else if (state.BecomesActive) state.ActivePriority = state.Priority;
        state.IsActive = (register.IsActive && !state.DropsActive) || state.BecomesActive;
        // The guest's deactivation of the virtual interrupt deactivated the physical one.
        if (register.IsHardware && !register.IsValid) state.IsHardware = false;
        state.IsLoaded = state.IsGivenPending = state.IsGivenLatch = state.DropsPending = state.DropsActive = state.BecomesActive = false;
        Settle(intid);
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

    private void CountLoadable(out int pending, out int active)
    {
        pending = active = 0;
        for (uint intid = 0; _present.MoveTo(ref intid); intid++)
        {
            ref VcpuInterrupt state = ref _interrupts[intid];
            if (!IsLoadable(in state)) continue;
            if (state.IsActive) active++;
            else pending++;
        }
    }

    // Active interrupts first, unless a pending one is preferred; pending ones of a group that the guest holds back in its CPU interface last. Then by priority,
    // then by INTID.
    private uint TakeMostUrgent(ref InterruptSet waiting, VirtualInterfaceControl control, bool prefersPending)
    {
        int best = int.MaxValue;
        uint mostUrgent = 0;
        for (uint intid = 0; waiting.MoveTo(ref intid); intid++)
        {
            ref VcpuInterrupt state = ref _interrupts[intid];
            int rank = state.IsActive ? 256 + state.ActivePriority : (prefersPending ? 0 : 512) + state.Priority;
            if (!state.IsActive && !control.IsEnabled(state.IsGroup1)) rank += 1024;
            if (rank >= best || !IsLoadable(in state)) continue;
            best = rank;
            mostUrgent = intid;
        }
        Panic.Unless(best != int.MaxValue, "an interrupt that a list register is for is gone");
        waiting.Remove(mostUrgent);
        return mostUrgent;
    }

    private ListRegister Load(int slot, uint intid, bool overflow)
    {
        ref VcpuInterrupt state = ref _interrupts[intid];
        bool deliverable = IsDeliverable(in state);
        // A list register has one priority: what is pending with another than it is active with waits for the end.
        // And it has one sender.
        bool pending = deliverable && (!state.IsActive || (state.Priority == state.ActivePriority && !HasSenders(intid)));
        // A list register tied to a physical interrupt cannot be pending and active; one that is not says when it has ended, and that is deactivated then.
        bool tied = state.IsHardware && !(deliverable && state.IsActive);
        byte priority = state.IsActive ? state.ActivePriority : state.Priority;
        int sender = TakeSender(intid, pending);
        bool others = pending && HasOtherSender(intid);
        InterruptId id = new(intid);
        // The distributor wants to know when an SPI has ended, what waits wants the list register, and a line that is still high counts again.
        bool notifies = intid >= VirtualGic.FirstSpi || overflow || state.IsHardware || state.IsHigh || deliverable != pending || others;
        ListRegister register = (tied ? ListRegister.Hardware(id, priority, id) : ListRegister.Software(id, priority, notifies).From(sender)).WithGroup(state.IsGroup1);
        _slots[slot] = intid;
        _used = slot + 1;
        state.IsLoaded = true;
        state.IsGivenPending = pending;
        state.IsGivenLatch = pending && state.IsPending;
        if (pending && !state.IsPending) _watched |= 1u << (int)intid;
        if (pending) state.IsPending = others;
        HasDeliverable |= deliverable;
        return register.WithState(state.IsGivenPending, state.IsActive);
    }

    // Ends come in the order of priorities (IHI 0048B, 3.2.4): the one of those that are in no list register that is the most urgent.
    private void EndUnlisted()
    {
        int best = int.MaxValue;
        uint ended = 0;
        for (uint intid = 0; _present.MoveTo(ref intid); intid++)
        {
            ref VcpuInterrupt state = ref _interrupts[intid];
            if (!state.IsActive || state.IsLoaded || state.ActivePriority >= best) continue;
            best = state.ActivePriority;
            ended = intid;
        }

        // The guest may have ended what it never took.
        if (best == int.MaxValue) return;
        _interrupts[ended].IsActive = false;
        Settle(ended);
        Mark();
    }

    /// <summary>Whether an interrupt is an SGI that has a sender, so that what is pending of it and what is active are two things.</summary>
    private protected virtual bool HasSenders(uint intid) => false;

    /// <summary>Whose SGI goes into a list register: of those that are pending the first, which then is not any more, else the active one's.</summary>
    private protected virtual int TakeSender(uint intid, bool pending) => 0;

    /// <summary>Whether there is another sender whose SGI has to wait.</summary>
    private protected virtual bool HasOtherSender(uint intid) => false;

    /// <summary>A list register was read back.</summary>
    /// <param name="intid">Whose.</param>
    /// <param name="register">What it had.</param>
    /// <param name="pending">Whether that is pending still.</param>
    private protected virtual void GiveSenderBack(uint intid, ListRegister register, bool pending)
    {
    }

    [InlineArray(MaximumListRegisters)]
    private struct Slots
    {
        private uint _first;
    }
}

using System;
using System.Numerics;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// The virtual CPU interfaces of a machine's CPUs as the hardware behaves (IHI 0069, 4.8 and 12.4; IHI 0048B, 5.3, with <paramref name="countsUnlistedEnds"/>), with five bits of priority. The test plays the guest: what it reads and writes without a trap.
/// </summary>
internal sealed class FakeVirtualInterface(FakeProcessor processor, int cpus, int listRegisters = 4, bool countsUnlistedEnds = false) : IVirtualInterruptInterface, IVirtualSystemRegisters, IMappedCpuInterface
{
    private const int LevelShift = 3;

    private readonly Cpu[] _cpus = NewCpus(cpus, listRegisters);

    /// <summary>Called with the CPU when the guest's deactivation reaches a physical interrupt.</summary>
    public Action<int, uint> PhysicalDeactivation { get; set; } = (_, _) => { };

    public InterruptId MaintenanceInterrupt => new(25);

    public int ListRegisterCount => listRegisters;

    public int PreemptionBits => 5;

    public uint ControlFeatures => (4u << 8) | (1u << 11) | (1u << 15);

    public uint EmptyListRegisters => throw new NotSupportedException("not used by the virtual interrupt controller");

    public uint EndedListRegisters => throw new NotSupportedException("not used by the virtual interrupt controller");

    public VirtualInterfaceRequests Requests { set => Current.Requests = value; }

    public VirtualInterfaceControl Control
    {
        get => Current.Control;
        set => Current.Control = value;
    }

    public bool IsSignalling { set => throw new NotSupportedException("not used by the virtual interrupt controller"); }

    public PhysicalAddress Registers => new(0x0804_0000);

    public int TakeUnlistedEnds(VirtualInterfaceRequests requests)
    {
        int ends = Current.UnlistedEnds;
        Current.UnlistedEnds = 0;
        return ends;
    }

    private Cpu Current => _cpus[processor.Current.Value];

    // The guest has let everything through: tests that are about something else start there.
    public void InitializeCpu()
    {
        Array.Clear(Current.Registers);
        Array.Clear(Current.Active);
        Current.Requests = default;
        Current.Control = new VirtualInterfaceControl(0).WithPriorityMask(0xff).WithBinaryPoint(false, 2).WithBinaryPoint(true, 3).WithEnabled(false, true).WithEnabled(true, true);
    }

    public ListRegister ReadListRegister(int index) => Current.Registers[index];

    public void WriteListRegister(int index, ListRegister value)
    {
        if (value.IsHardware && value.IsPending && value.IsActive) throw new InvalidOperationException("HW with pending and active is unpredictable");
        for (int i = 0; i < index; i++)
        {
            bool twice = value.IsValid && Current.Registers[i].IsValid && Current.Registers[i].Interrupt.Value == value.Interrupt.Value;
            if (twice) throw new InvalidOperationException("one INTID in two list registers is unpredictable");
        }
        Current.Registers[index] = value;
    }

    public uint ReadActivePriorities(bool isGroup1, int index) => Current.Active[isGroup1 ? 1 : 0];

    public void WriteActivePriorities(bool isGroup1, int index, uint value) => Current.Active[isGroup1 ? 1 : 0] = value;

    /// <summary>Whether accesses to the registers of one group trap.</summary>
    public bool Traps(int cpu) => !countsUnlistedEnds && (_cpus[cpu].Requests & VirtualInterfaceRequests.UnlistedActive) != 0;

    /// <summary>What an acknowledgement would return on <paramref name="cpu"/> now, whichever group it is of: 1023 if nothing preempts what runs.</summary>
    public uint HighestPending(int cpu)
    {
        int best = FindSignalled(cpu);
        return best < 0 ? 1023 : Identity(_cpus[cpu].Registers[best]);
    }

    /// <summary>The guest reads ICC_IAR1_EL1, or ICC_IAR0_EL1.</summary>
    public uint Acknowledge(int cpu, bool isGroup1 = true)
    {
        int best = FindSignalled(cpu);
        if (best < 0) return 1023;
        Cpu state = _cpus[cpu];
        ref ListRegister register = ref state.Registers[best];
        if (register.IsGroup1 != isGroup1) return 1023;
        register = register.WithState(false, true);
        state.Active[isGroup1 ? 1 : 0] |= 1u << ((register.Priority & state.Control.GroupPriorityMask(isGroup1)) >> LevelShift);
        return Identity(register);
    }

    /// <summary>The guest writes ICC_EOIR1_EL1, or ICC_EOIR0_EL1: priority drop and, with EOImode 0, deactivation of what is in a list register.</summary>
    public void End(int cpu, uint intid, bool isGroup1 = true)
    {
        Cpu state = _cpus[cpu];
        uint both = state.Active[0] | state.Active[1];
        if (both == 0) return;
        uint highest = both & (uint)-(int)both;
        state.Active[(state.Active[0] & highest) != 0 ? 0 : 1] &= ~highest;
        if (state.Control.SplitsDeactivation) return;
        for (int i = 0; i < listRegisters; i++)
        {
            ListRegister register = state.Registers[i];
            if (!register.IsActive || Identity(register) != intid) continue;
            int level = (register.Priority & state.Control.GroupPriorityMask(isGroup1)) >> LevelShift;
            if (register.IsGroup1 != isGroup1 || 1u << level != highest) return;
            state.Registers[i] = register.WithState(register.IsPending, false);
            if (register.IsHardware) PhysicalDeactivation(cpu, register.Physical.Value);
            return;
        }
        if (countsUnlistedEnds) state.UnlistedEnds++;
    }

    /// <summary>The guest writes ICC_CTLR_EL1, ICC_PMR_EL1, ICC_BPR or ICC_IGRPEN: whatever it wants of them.</summary>
    public void SetControl(int cpu, VirtualInterfaceControl control) => _cpus[cpu].Control = control;

    /// <summary>What it has written.</summary>
    public VirtualInterfaceControl ControlOf(int cpu) => _cpus[cpu].Control;

    /// <summary>ICH_MISR_EL2 is not zero.</summary>
    public bool WantsMaintenance(int cpu)
    {
        Cpu state = _cpus[cpu];
        bool ended = false;
        bool pending = false;
        foreach (ListRegister register in state.Registers)
        {
            ended |= !register.IsValid && !register.IsHardware && (register.Bits & (1ul << 41)) != 0;
            pending |= register.IsPending && !register.IsActive;
        }
        VirtualInterfaceRequests holds = pending ? 0 : VirtualInterfaceRequests.NoPending;
        holds |= state.Control.IsEnabled(false) ? VirtualInterfaceRequests.Group0Enabled : VirtualInterfaceRequests.Group0Disabled;
        holds |= state.Control.IsEnabled(true) ? VirtualInterfaceRequests.Group1Enabled : VirtualInterfaceRequests.Group1Disabled;
        bool unlisted = state.UnlistedEnds != 0 && (state.Requests & VirtualInterfaceRequests.UnlistedActive) != 0;
        return ended || unlisted || (state.Requests & holds) != 0;
    }

    /// <summary>How many list registers hold an interrupt.</summary>
    public int ValidCount(int cpu)
    {
        uint valid = 0;
        for (int i = 0; i < listRegisters; i++) valid |= _cpus[cpu].Registers[i].IsValid ? 1u << i : 0;
        return BitOperations.PopCount(valid);
    }

    // What GICC_IAR says: an SGI's sender, too.
    private static uint Identity(ListRegister register) => register.Interrupt.Value | (register.IsHardware ? 0 : (uint)register.Sender << 10);

    private static Cpu[] NewCpus(int cpus, int listRegisters)
    {
        Cpu[] all = new Cpu[cpus];
        for (int i = 0; i < cpus; i++) all[i] = new Cpu(listRegisters);
        return all;
    }

    // The highest pending one, if it preempts what runs.
    private int FindSignalled(int cpu)
    {
        Cpu state = _cpus[cpu];
        int best = -1;
        for (int i = 0; i < listRegisters; i++)
        {
            ListRegister register = state.Registers[i];
            // An interrupt that is active is not signalled again, pending or not.
            if (!register.IsPending || register.IsActive || !state.Control.IsEnabled(register.IsGroup1)) continue;
            ListRegister other = best < 0 ? default : state.Registers[best];
            bool lower = register.Priority == other.Priority && register.Interrupt.Value < other.Interrupt.Value;
            if (best < 0 || register.Priority < other.Priority || lower) best = i;
        }
        if (best < 0) return -1;
        ListRegister highest = state.Registers[best];
        uint both = state.Active[0] | state.Active[1];
        int running = both == 0 ? 0x100 : BitOperations.TrailingZeroCount(both) << LevelShift;
        bool preempts = highest.Priority < state.Control.PriorityMask && (highest.Priority & state.Control.GroupPriorityMask(highest.IsGroup1)) < running;
        return preempts ? best : -1;
    }

    private sealed class Cpu(int listRegisters)
    {
        public ListRegister[] Registers { get; } = new ListRegister[listRegisters];

        public uint[] Active { get; } = new uint[2];

        public VirtualInterfaceControl Control { get; set; }

        public VirtualInterfaceRequests Requests { get; set; }

        public int UnlistedEnds { get; set; }
    }
}

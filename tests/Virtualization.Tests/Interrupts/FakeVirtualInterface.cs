using System;
using System.Collections.Generic;
using System.Numerics;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// The virtual CPU interfaces of a machine's CPUs as the hardware behaves (IHI 0069, 4.8 and 12.4): the guest acknowledges the pending interrupt of the highest
/// priority that preempts what runs, and ends it with EOImode 0. The test plays the guest.
/// </summary>
internal sealed class FakeVirtualInterface(FakeProcessor processor, int cpus, int listRegisters = 4) : IVirtualInterruptInterface
{
    private const int Idle = 0x100;

    private readonly Cpu[] _cpus = NewCpus(cpus, listRegisters);

    /// <summary>Called with the CPU when the guest's deactivation reaches a physical interrupt.</summary>
    public Action<int, uint> PhysicalDeactivation { get; set; } = (_, _) => { };

    public InterruptId MaintenanceInterrupt => new(25);

    public int ListRegisterCount => listRegisters;

    public uint EmptyListRegisters => throw new NotSupportedException("not used by the virtual interrupt controller");

    public uint EndedListRegisters => throw new NotSupportedException("not used by the virtual interrupt controller");

    public bool UnderflowInterrupt { set => Current.Underflow = value; }

    public bool IsSignalling { set => throw new NotSupportedException("not used by the virtual interrupt controller"); }

    private Cpu Current => _cpus[processor.Current.Value];

    public void InitializeCpu()
    {
        Array.Clear(Current.Registers);
        Current.Running.Clear();
        Current.Underflow = false;
        Current.Unmatched = 0;
    }

    public ListRegister ReadListRegister(int index) => Current.Registers[index];

    public void WriteListRegister(int index, ListRegister value)
    {
        if (value.IsHardware && value.IsPending && value.IsActive) throw new InvalidOperationException("HW with pending and active is unpredictable");
        for (int i = 0; i < listRegisters; i++)
        {
            bool twice = i != index && value.IsValid && Current.Registers[i].IsValid && Current.Registers[i].Interrupt.Value == value.Interrupt.Value;
            if (twice && Current.Written[i]) throw new InvalidOperationException("one INTID in two list registers is unpredictable");
        }
        Current.Registers[index] = value;
        Current.Written[index] = true;
    }

    public int TakeUnmatchedEndOfInterruptCount()
    {
        Array.Clear(Current.Written);
        int count = Current.Unmatched;
        Current.Unmatched = 0;
        return count;
    }

    /// <summary>What ICC_IAR1_EL1 would return on <paramref name="cpu"/> now, without acknowledging it: 1023 if nothing preempts what runs.</summary>
    public uint HighestPending(int cpu)
    {
        int best = FindPending(cpu);
        return best < 0 ? 1023 : _cpus[cpu].Registers[best].Interrupt.Value;
    }

    /// <summary>The guest reads ICC_IAR1_EL1.</summary>
    public uint Acknowledge(int cpu)
    {
        int best = FindPending(cpu);
        if (best < 0) return 1023;
        ref ListRegister register = ref _cpus[cpu].Registers[best];
        register = register.WithState(false, true);
        _cpus[cpu].Running.Push(register.Priority);
        return register.Interrupt.Value;
    }

    /// <summary>The guest writes ICC_EOIR1_EL1: priority drop and deactivation.</summary>
    public void End(int cpu, uint intid)
    {
        Cpu state = _cpus[cpu];
        state.Running.TryPop(out _);
        for (int i = 0; i < listRegisters; i++)
        {
            ListRegister register = state.Registers[i];
            if (!register.IsActive || register.Interrupt.Value != intid) continue;
            state.Registers[i] = register.WithState(register.IsPending, false);
            if (register.IsHardware) PhysicalDeactivation(cpu, (uint)(register.Bits >> 32) & 0x1fff);
            return;
        }
        state.Unmatched++;
    }

    /// <summary>ICH_MISR_EL2 is not zero.</summary>
    public bool WantsMaintenance(int cpu)
    {
        Cpu state = _cpus[cpu];
        int valid = 0;
        bool ended = false;
        foreach (ListRegister register in state.Registers)
        {
            if (register.IsValid) valid++;
            else ended |= !register.IsHardware && (register.Bits & (1ul << 41)) != 0;
        }
        return ended || (state.Underflow && valid <= 1) || state.Unmatched != 0;
    }

    /// <summary>How many list registers hold an interrupt.</summary>
    public int ValidCount(int cpu)
    {
        uint valid = 0;
        for (int i = 0; i < listRegisters; i++) valid |= _cpus[cpu].Registers[i].IsValid ? 1u << i : 0;
        return BitOperations.PopCount(valid);
    }

    private static Cpu[] NewCpus(int cpus, int listRegisters)
    {
        Cpu[] all = new Cpu[cpus];
        for (int i = 0; i < cpus; i++) all[i] = new Cpu(listRegisters);
        return all;
    }

    private int FindPending(int cpu)
    {
        Cpu state = _cpus[cpu];
        int limit = state.Running.TryPeek(out int running) ? running : Idle;
        int best = -1;
        for (int i = 0; i < listRegisters; i++)
        {
            ListRegister register = state.Registers[i];
            // An interrupt that is active is not signalled again, pending or not.
            if (!register.IsPending || register.IsActive || register.Priority >= limit) continue;
            ListRegister other = best < 0 ? default : state.Registers[best];
            bool lower = register.Priority == other.Priority && register.Interrupt.Value < other.Interrupt.Value;
            if (best < 0 || register.Priority < other.Priority || lower) best = i;
        }
        return best;
    }

    private sealed class Cpu(int listRegisters)
    {
        public ListRegister[] Registers { get; } = new ListRegister[listRegisters];

        public bool[] Written { get; } = new bool[listRegisters];

        public Stack<int> Running { get; } = [];

        public bool Underflow { get; set; }

        public int Unmatched { get; set; }
    }
}

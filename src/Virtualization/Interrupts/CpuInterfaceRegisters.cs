using System.Numerics;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's CPU interface registers, ICC_*_EL1, when they trap (IHI 0069, 4.8 and 12.2). ICC_DIR_EL1 always does, as the interrupt that it names may be in no list register, or on another CPU; those of the groups
/// while an active interrupt is in no list register (<see cref="VcpuInterrupts.Fill"/>), where the hardware would count an end of interrupt but not say of which. Everything is done to the same state that the hardware
/// works on, so that an access that traps and one that does not can follow each other.
/// </summary>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="virtualInterface">The calling CPU's virtual CPU interface.</param>
/// <param name="hardware">What it has for system registers.</param>
/// <param name="gate">Protects the vCPUs' interrupts.</param>
public sealed class CpuInterfaceRegisters(PerCpu<VcpuInterrupts> vcpus, IVirtualInterruptInterface virtualInterface, IVirtualSystemRegisters hardware, VirtualInterruptLock gate)
{
    // What IAR and HPPIR read as where there is nothing (IHI 0069, 2.2.1).
    private const uint Spurious = 1023;
    private const uint FirstSpecialIntid = 1020;
    private const uint IntidMask = 0xff_ffff;

    // op2 of the registers that each group has: CRm 8 for Group 0, 12 for Group 1.
    private const int Acknowledge = 0;
    private const int EndOfInterrupt = 1;
    private const int HighestPending = 2;
    private const int BinaryPoint = 3;

    /// <summary>Reads a register for the calling CPU's vCPU.</summary>
    /// <returns>False if there is no such register, or it cannot be read.</returns>
    public bool TryRead(SystemRegisterEncoding register, out ulong value)
    {
        value = 0;
        if (!IsCpuInterface(register)) return false;
        gate.Acquire();
        vcpus.Current.Fold();
        bool exists = TryReadHere(register, out value);
        gate.Release();
        return exists;
    }

    /// <summary>Writes a register for the calling CPU's vCPU.</summary>
    /// <returns>False if there is no such register, or it cannot be written.</returns>
    public bool TryWrite(SystemRegisterEncoding register, ulong value)
    {
        if (!IsCpuInterface(register)) return false;
        gate.Acquire();
        vcpus.Current.Fold();
        bool exists = TryWriteHere(register, value);
        gate.Release();
        return exists;
    }

    private static bool IsCpuInterface(SystemRegisterEncoding register) =>
        register is { Op0: 3, Op1: 0, Crn: 12, Crm: 8 or 9 or 11 or 12 } || register.Bits == TrappedRegister.IccPmr;

    private bool TryReadHere(SystemRegisterEncoding register, out ulong value)
    {
        VirtualInterfaceControl control = virtualInterface.Control;
        bool isGroup1 = register.Crm == 12;
        value = 0;
        switch (register.Bits)
        {
            case TrappedRegister.IccPmr:
                value = control.PriorityMask;
                return true;
            case TrappedRegister.IccRpr:
                value = FindRunning(out ActivePriority running) ? (uint)running.Priority : 0xff;
                return true;
            case TrappedRegister.IccCtlr:
                value = hardware.ControlFeatures | (control.SplitsDeactivation ? 2u : 0) | (control.HasCommonBinaryPoint ? 1u : 0);
                return true;
            case TrappedRegister.IccIgrpen0:
            case TrappedRegister.IccIgrpen1:
                value = control.IsEnabled(register.Bits == TrappedRegister.IccIgrpen1) ? 1u : 0;
                return true;
        }
        if (TryFindActivePriorities(register, out bool isActiveGroup1, out int index))
        {
            value = hardware.ReadActivePriorities(isActiveGroup1, index);
            return true;
        }
        if (register.Crm is not (8 or 12)) return false;
        switch (register.Op2)
        {
            case Acknowledge:
                value = AcknowledgeInterrupt(isGroup1, control);
                return true;
            case HighestPending:
                value = vcpus.Current.TryFindHighestPending(control, out uint intid, out _, out bool isPendingGroup1) && isPendingGroup1 == isGroup1 ? intid : Spurious;
                return true;
            case BinaryPoint:
                value = ReadBinaryPoint(isGroup1, control);
                return true;
            default:
                return false;
        }
    }

    private bool TryWriteHere(SystemRegisterEncoding register, ulong value)
    {
        VirtualInterfaceControl control = virtualInterface.Control;
        bool isGroup1 = register.Crm == 12;
        switch (register.Bits)
        {
            case TrappedRegister.IccDir:
                if (control.SplitsDeactivation) vcpus.Current.Deactivate((uint)value & IntidMask, true);
                return true;
            case TrappedRegister.IccPmr:
                virtualInterface.Control = control.WithPriorityMask((byte)(value & ImplementedPriorities));
                return true;
            case TrappedRegister.IccCtlr:
                virtualInterface.Control = control.WithControl((value & 2) != 0, (value & 1) != 0);
                return true;
            case TrappedRegister.IccIgrpen0:
            case TrappedRegister.IccIgrpen1:
                virtualInterface.Control = control.WithEnabled(register.Bits == TrappedRegister.IccIgrpen1, (value & 1) != 0);
                return true;
        }
        if (TryFindActivePriorities(register, out bool isActiveGroup1, out int index))
        {
            hardware.WriteActivePriorities(isActiveGroup1, index, (uint)value);
            return true;
        }
        if (register.Crm is not (8 or 12)) return false;
        switch (register.Op2)
        {
            case EndOfInterrupt:
                End((uint)value & IntidMask, control);
                return true;
            case BinaryPoint:
                WriteBinaryPoint(isGroup1, (int)value & 7, control);
                return true;
            default:
                return false;
        }
    }

    // ICC_AP0R<n>_EL1 are CRm 8 and op2 4 to 7, ICC_AP1R<n>_EL1 CRm 9 and op2 0 to 3, as many as there are preemption levels over 32.
    private bool TryFindActivePriorities(SystemRegisterEncoding register, out bool isGroup1, out int index)
    {
        isGroup1 = register.Crm == 9;
        index = register.Op2 & 3;
        return (register is { Crn: 12, Crm: 8, Op2: >= 4 } || register is { Crn: 12, Crm: 9, Op2: < 4 }) && index < ActivePriorityRegisters;
    }

    private int ActivePriorityRegisters => 1 << (hardware.PreemptionBits - 5);

    private int LevelShift => 8 - hardware.PreemptionBits;

    private uint ImplementedPriorities => 0xffu << (7 - (int)((hardware.ControlFeatures >> 8) & 7)) & 0xff;

    private uint AcknowledgeInterrupt(bool isGroup1, VirtualInterfaceControl control)
    {
        VcpuInterrupts own = vcpus.Current;
        if (!own.TryFindHighestPending(control, out uint intid, out byte priority, out bool isPendingGroup1) || isPendingGroup1 != isGroup1) return Spurious;
        int groupPriority = priority & control.GroupPriorityMask(isGroup1);
        if (priority >= control.PriorityMask || (FindRunning(out ActivePriority running) && groupPriority >= running.Priority)) return Spurious;
        int level = groupPriority >> LevelShift;
        uint bits = hardware.ReadActivePriorities(isGroup1, level / 32);
        hardware.WriteActivePriorities(isGroup1, level / 32, bits | (1u << (level % 32)));
        own.Activate(intid);
        return intid;
    }

    // The priority drops whatever is named; what is named is deactivated if that is not split off.
    private void End(uint intid, VirtualInterfaceControl control)
    {
        if (intid is >= FirstSpecialIntid and <= Spurious || !FindRunning(out ActivePriority running)) return;
        int level = running.Priority >> LevelShift;
        uint bits = hardware.ReadActivePriorities(running.IsGroup1, level / 32);
        hardware.WriteActivePriorities(running.IsGroup1, level / 32, bits & ~(1u << (level % 32)));
        if (!control.SplitsDeactivation) vcpus.Current.Deactivate(intid, false);
    }

    // The highest active priority, which is the running one.
    private bool FindRunning(out ActivePriority running)
    {
        running = default;
        for (int i = 0; i < ActivePriorityRegisters; i++)
        {
            uint group0 = hardware.ReadActivePriorities(false, i);
            uint both = group0 | hardware.ReadActivePriorities(true, i);
            if (both == 0) continue;
            int bit = BitOperations.TrailingZeroCount(both);
            running = new ActivePriority(((i * 32) + bit) << LevelShift, ((group0 >> bit) & 1) == 0);
            return true;
        }
        return false;
    }

    // With a common binary point Group 1's reads as Group 0's plus one, and writes to it are ignored (IHI 0069, 12.2.5).
    private static uint ReadBinaryPoint(bool isGroup1, VirtualInterfaceControl control)
    {
        if (!isGroup1 || !control.HasCommonBinaryPoint) return (uint)control.BinaryPoint(isGroup1);
        return control.BinaryPoint(false) == 7 ? 7 : (uint)control.BinaryPoint(false) + 1;
    }

    private void WriteBinaryPoint(bool isGroup1, int point, VirtualInterfaceControl control)
    {
        if (isGroup1 && control.HasCommonBinaryPoint) return;
        int least = isGroup1 ? 8 - hardware.PreemptionBits : 7 - hardware.PreemptionBits;
        virtualInterface.Control = control.WithBinaryPoint(isGroup1, point < least ? least : point);
    }

    private readonly struct ActivePriority(int priority, bool isGroup1)
    {
        public int Priority { get; } = priority;

        public bool IsGroup1 { get; } = isGroup1;
    }
}

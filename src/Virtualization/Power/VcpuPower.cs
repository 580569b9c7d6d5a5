using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The power states of this node's vCPUs. A CPU whose vCPU is off waits in <see cref="AwaitStart"/>, at boot as well as after CPU_OFF, and leaves it with a
/// trap frame that begins the vCPU anew: the way back from the trap is the way in.
/// </summary>
/// <param name="processor">The CPU that asks.</param>
/// <param name="waits">How a CPU without a vCPU waits.</param>
/// <param name="idle">How one waits whose vCPU has nothing to do.</param>
/// <param name="controller">Wakes it.</param>
/// <param name="interrupts">Its virtual interrupts.</param>
/// <param name="reset">Its system registers.</param>
/// <param name="devices">What devices left to be done where waiting is possible.</param>
/// <param name="log">Says which CPU comes up.</param>
/// <param name="order">What every CPU holds.</param>
public sealed class VcpuPower(
    IProcessor processor, IWaits waits, IdleTime idle, IInterruptController controller, GuestInterrupts interrupts, IVcpuReset reset, DeviceWork devices, ILog log, ILockOrder order)
{
    // EL1 with its own stack pointer; debug, SError, IRQ and FIQ masked: what a CPU_ON entry finds (DEN0022, 6.4.3).
    private const ulong InitialProgramState = 0x3c5;

    private readonly SpinLock _lock = new(LockRank.Power, order);
    private readonly Vcpu[] _vcpus = NewVcpus();
    private bool _isClosed;

    /// <summary>Whether the calling CPU's vCPU is big-endian at EL1.</summary>
    public bool IsCallerBigEndian => reset.IsBigEndian;

    /// <summary>
    /// Turns a vCPU of this node on: it will begin at <paramref name="entry"/> with <paramref name="context"/> in x0. Also how the boot CPU's vCPU first
    /// starts. Its byte order at EL1 is that of its caller (DEN0022, 6.4.3).
    /// </summary>
    /// <returns><see cref="PsciStatus.Success"/>, <see cref="PsciStatus.AlreadyOn"/>, <see cref="PsciStatus.OnPending"/>, or <see cref="PsciStatus.Denied"/> on a node that is about to leave.</returns>
    public PsciStatus Start(CpuIndex cpu, ulong entry, ulong context, bool isBigEndian = false)
    {
        _lock.Acquire();
        ref Vcpu vcpu = ref _vcpus[cpu.Value];
        VcpuPowerState before = vcpu.State;
        bool isDenied = _isClosed;
        if (before == VcpuPowerState.Off && !isDenied)
        {
            vcpu.State = VcpuPowerState.OnPending;
            vcpu.Entry = entry;
            vcpu.Context = context;
            vcpu.IsBigEndian = isBigEndian;
        }
        _lock.Release();
        if (before == VcpuPowerState.On) return PsciStatus.AlreadyOn;
        if (before == VcpuPowerState.OnPending) return PsciStatus.OnPending;
        if (isDenied) return PsciStatus.Denied;
        if (cpu.Value != processor.Current.Value) controller.Kick(cpu);
        return PsciStatus.Success;
    }

    /// <summary>The state of a vCPU of this node.</summary>
    public VcpuPowerState StateOf(CpuIndex cpu)
    {
        _lock.Acquire();
        VcpuPowerState state = _vcpus[cpu.Value].State;
        _lock.Release();
        return state;
    }

    /// <summary>How many of this node's vCPUs are on.</summary>
    public uint CountOn()
    {
        uint on = 0;
        _lock.Acquire();
        foreach (ref Vcpu vcpu in _vcpus.AsSpan()) on += vcpu.State == VcpuPowerState.On ? 1u : 0;
        _lock.Release();
        return on;
    }

    /// <summary>This node is to leave: if none of its vCPUs is on, none is turned on any more.</summary>
    /// <returns>How many are on, or about to be: 0 if it may leave.</returns>
    public byte Close()
    {
        byte on = 0;
        _lock.Acquire();
        foreach (ref Vcpu vcpu in _vcpus.AsSpan()) on += vcpu.State != VcpuPowerState.Off ? (byte)1 : (byte)0;
        _isClosed = on == 0;
        _lock.Release();
        return on;
    }

    /// <summary>
    /// Waits until the calling CPU's vCPU is turned on, and makes <paramref name="frame"/> and the CPU's guest state those of its start. No lock may be held.
    /// </summary>
    public void AwaitStart(ref TrapFrame frame)
    {
        reset.ResetCurrent();
        Await(ref frame);
    }

    /// <summary>
    /// CPU_OFF: the calling CPU's vCPU is off from here on, until it is started anew by whoever calls <see cref="Start"/>. <paramref name="frame"/> is that
    /// start's then.
    /// </summary>
    public void TurnOff(ref TrapFrame frame)
    {
        // The timers go off with the power, and their interrupt lines with them.
        reset.ResetCurrent();
        interrupts.TurnOff();
        // Only now may others see it off: its CPU does nothing for it any more.
        _lock.Acquire();
        _vcpus[processor.Current.Value].State = VcpuPowerState.Off;
        _lock.Release();
        Await(ref frame);
    }

    /// <summary>CPU_SUSPEND: returns when the vCPU has an interrupt to take, masked or not.</summary>
    public void Suspend()
    {
        while (!interrupts.HasDeliverable())
        {
            devices.Serve();
            idle.Idle();
        }
    }

    private static Vcpu[] NewVcpus()
    {
        Vcpu[] vcpus = new Vcpu[CpuIndex.MaximumCpus];
        for (int i = 0; i < vcpus.Length; i++) vcpus[i].State = VcpuPowerState.Off;
        return vcpus;
    }

    private void Await(ref TrapFrame frame)
    {
        Vcpu start;
        while (!TryBegin(out start))
        {
            devices.Serve();
            waits.Idle();
        }
        interrupts.TurnOn();
        reset.IsBigEndian = start.IsBigEndian;
        frame = default;
        frame.Write(0, start.Context);
        frame.Elr = start.Entry;
        frame.Spsr = InitialProgramState;
        log.Info($"the guest's CPU on {processor.Current} begins at {start.Entry:x}");
    }

    private bool TryBegin(out Vcpu start)
    {
        _lock.Acquire();
        ref Vcpu vcpu = ref _vcpus[processor.Current.Value];
        bool begins = vcpu.State == VcpuPowerState.OnPending;
        if (begins) vcpu.State = VcpuPowerState.On;
        start = vcpu;
        _lock.Release();
        return begins;
    }

    private struct Vcpu
    {
        public VcpuPowerState State;
        public ulong Entry;
        public ulong Context;
        public bool IsBigEndian;
    }
}

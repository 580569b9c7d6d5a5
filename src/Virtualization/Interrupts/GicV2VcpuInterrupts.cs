using System.Numerics;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A vCPU's interrupts where SGIs have senders (IHI 0048B, 3.2.2 and 4.3.15): an SGI is pending once a sender, and the guest learns from GICC_IAR whose it has acknowledged. A list register takes the SGI of one sender, so those
/// of several are delivered one after the other, the lowest number first.
/// </summary>
public sealed class GicV2VcpuInterrupts : VcpuInterrupts
{
    private readonly VirtualInterruptLock _gate;

    // Of each SGI: whose is pending in software, one bit a sender, and whose is active.
    private Bytes _pending;
    private Bytes _active;

    /// <summary>Nothing is pending, and all is in Group 0.</summary>
    public GicV2VcpuInterrupts(
        CpuIndex cpu, IProcessor processor, IVirtualInterruptInterface virtualInterface, IInterruptController controller, TimerLines lines, EntryWork work, VirtualInterruptLock gate)
        : base(cpu, processor, virtualInterface, controller, lines, work, gate)
    {
        _gate = gate;
        StartInGroup0();
    }

    /// <inheritdoc/>
    internal override void RaiseSgiFrom(uint sgi, byte senders)
    {
        _gate.AssertHeld();
        _pending[(int)sgi] |= senders;
        SetPending(sgi);
    }

    /// <inheritdoc/>
    internal override byte ReadSenders(uint sgi)
    {
        _gate.AssertHeld();
        LookIfOwn();
        return _pending[(int)sgi];
    }

    /// <inheritdoc/>
    internal override void ClearSenders(uint sgi, byte senders)
    {
        _gate.AssertHeld();
        // From here on all is software state.
        LookIfOwn();
        _pending[(int)sgi] &= (byte)~senders;
        if (_pending[(int)sgi] == 0) ClearPending(sgi);
    }

    /// <inheritdoc/>
    private protected override bool HasSenders(uint intid) => intid < VirtualGic.FirstPpi;

    /// <inheritdoc/>
    private protected override int TakeSender(uint intid, bool pending)
    {
        if (!HasSenders(intid)) return 0;
        if (!pending) return _active[(int)intid];
        int sender = BitOperations.TrailingZeroCount((uint)_pending[(int)intid]);
        _pending[(int)intid] &= (byte)~(1u << sender);
        return sender;
    }

    /// <inheritdoc/>
    private protected override bool HasOtherSender(uint intid) => HasSenders(intid) && _pending[(int)intid] != 0;

    /// <inheritdoc/>
    private protected override void GiveSenderBack(uint intid, ListRegister register, bool pending)
    {
        if (!HasSenders(intid)) return;
        if (pending) _pending[(int)intid] |= (byte)(1u << register.Sender);
        if (register.IsActive) _active[(int)intid] = (byte)register.Sender;
    }

    [InlineArray((int)VirtualGic.FirstPpi)]
    private struct Bytes
    {
        private byte _first;
    }
}

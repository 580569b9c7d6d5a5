using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's real-time clock, a PL031 (ARM DDI 0224), on the leader: the leader's time of day, and what the guest adds to it when it sets its clock, which the machine's own is not told of. A machine without a clock has a guest
/// without.
/// <para>
/// The alarm is noted in RTCRIS, and interrupts nobody: the binding (arm,pl031) needs no interrupt, and Linux then says that this clock has no alarm (rtc-pl031 of 6.1 and 6.12: RTC_FEATURE_ALARM). An alarm is there to wake a machine
/// that sleeps, which this one does not.
/// </para>
/// </summary>
/// <param name="clock">The machine's.</param>
/// <param name="order">The order of locks.</param>
public sealed class VirtualPl031(IRealTimeClock clock, ILockOrder order) : MmioDevice(Registers, RegisterBytes)
{
    private const uint RegisterBytes = 0x1000;

    private readonly SpinLock _lock = new(LockRank.Device, order);

    // The guest's time less the machine's; both are 32 bits wide, and so is the difference.
    private uint _ahead;
    private uint _loaded;
    private uint _match;
    private uint _mask;
    private uint _raw;

    // When the alarm was last looked for.
    private uint _seen;

    /// <summary>RTCDR, as on QEMU's virt machine.</summary>
    public static GuestPhysicalAddress Registers => new(0x0901_0000);

    /// <inheritdoc/>
    public override void Describe(ref DeviceTreeWriter tree)
    {
        if (!clock.TryRead(out _)) return;
        tree.BeginNode("rtc"u8, Start.Value);
        tree.Text("compatible"u8, "arm,pl031\0arm,primecell"u8);
        tree.Region(Start, Bytes);
        tree.Cell("clocks"u8, VirtualPl011.PhandleOfClock);
        tree.Text("clock-names"u8, "apb_pclk"u8);
        tree.EndNode();
    }

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        value = 0;
        if (!IsRegister(access) || !clock.TryRead(out ulong machine)) return false;
        _lock.Acquire();
        LookForAlarm(_ahead + (uint)machine);
        value = Read((Pl031Register)access.Offset);
        _lock.Release();
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        if (!IsRegister(access) || !clock.TryRead(out ulong machine)) return false;
        _lock.Acquire();
        LookForAlarm(_ahead + (uint)machine);
        Write((Pl031Register)access.Offset, (uint)value, (uint)machine);
        _lock.Release();
        return true;
    }

    private static bool IsRegister(MmioAccess access) => access.Bytes == sizeof(uint) && access.Offset % sizeof(uint) == 0;

    private uint Read(Pl031Register register) => register switch
    {
        Pl031Register.Data => _seen,
        Pl031Register.Match => _match,
        Pl031Register.Load => _loaded,
        Pl031Register.Control => Pl031Bits.Runs,
        Pl031Register.InterruptMask => _mask,
        Pl031Register.RawInterrupts => _raw,
        Pl031Register.MaskedInterrupts => _raw & _mask,
        >= Pl031Register.Identification => Identification[(int)(register - Pl031Register.Identification) / sizeof(uint)],
        _ => 0,
    };

    private void Write(Pl031Register register, uint value, uint machine)
    {
        switch (register)
        {
            case Pl031Register.Match: SetMatch(value); break;
            case Pl031Register.Load: SetTime(value, machine); break;
            case Pl031Register.InterruptMask: _mask = value & Pl031Bits.Alarm; break;
            case Pl031Register.InterruptClear: _raw &= ~value; break;
            default: break; // read-only, or no register; RTCCR cannot stop the clock
        }
    }

    // RTCPeriphID0-3 and RTCPCellID0-3: Arm's PL031.
    private static ReadOnlySpan<byte> Identification => [0x31, 0x10, 0x04, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

    private void SetMatch(uint value)
    {
        _match = value;
        if (_match == _seen) _raw = Pl031Bits.Alarm;
    }

    private void SetTime(uint value, uint machine)
    {
        _loaded = value;
        _ahead = value - machine;
        _seen = value;
        if (_match == _seen) _raw = Pl031Bits.Alarm;
    }

    // The alarm is when the clock gets to the time that was set, and the clock goes on between two looks. A machine's clock that is set goes to the new time without what is between; one set back looks like one half the range ahead.
    private void LookForAlarm(uint now)
    {
        uint passed = now - _seen;
        if (passed <= int.MaxValue && _match - _seen - 1 < passed) _raw = Pl031Bits.Alarm;
        _seen = now;
    }
}

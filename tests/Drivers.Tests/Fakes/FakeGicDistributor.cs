using System;
using System.Collections.Generic;

namespace Pilevisor.Drivers.Tests;

/// <summary>A GICv3 distributor with 96 interrupts (INTIDs to 95), as Non-secure or single-state software sees it. What the architecture calls UNPREDICTABLE fails the test.</summary>
public sealed class FakeGicDistributor(bool disableSecurity) : FakeRegisters
{
    private const uint AffinityRoutingBit = 1 << 4;
    private const uint DisableSecurityBit = 1 << 6;
    private const uint GroupBits = 3;
    private const int BusyReads = 3;

    private uint _control;
    private int _busy;

    /// <summary>The SPIs.</summary>
    public FakeGicFrame Interrupts { get; } = new(32, 96);

    /// <summary>GICD_IROUTER, by INTID.</summary>
    public Dictionary<int, ulong> Routes { get; } = [];

    /// <summary>Whether it never finishes a write.</summary>
    public bool Hangs { get; set; }

    /// <summary>ARE.</summary>
    public bool AffinityRouting => (_control & AffinityRoutingBit) != 0;

    /// <summary>EnableGrp1, or EnableGrp1A.</summary>
    public bool Group1Enabled => (_control & 2) != 0;

    /// <summary>Bit 0: EnableGrp0 with one security state.</summary>
    public bool Group0Enabled => (_control & 1) != 0;

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes) => offset switch
    {
        0x0000 => _control | (disableSecurity ? DisableSecurityBit : 0) | (StillBusy() ? 1u << 31 : 0),
        0x0004 => 2,
        _ => Interrupts.Read(offset),
    };

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        if (_busy != 0 && offset is (0 or (>= 0xc00 and < 0xd00) or >= 0x6000)) throw new InvalidOperationException($"write of register {offset:x} before the last write took effect");
        if (offset == 0) WriteControl((uint)value);
        else if (offset >= 0x6000) WriteRoute(offset, bytes, value);
        else Interrupts.Write(offset, (uint)value);
        if (offset is >= 0x180 and < 0x200) _busy = BusyReads;
    }

    private void WriteControl(uint value)
    {
        bool changesRouting = ((value ^ _control) & AffinityRoutingBit) != 0;
        if (changesRouting && ((value | _control) & GroupBits) != 0) throw new InvalidOperationException("ARE changes while a group is enabled");
        _control = value & (AffinityRoutingBit | GroupBits);
        _busy = BusyReads;
    }

    private void WriteRoute(ulong offset, int bytes, ulong value)
    {
        int interrupt = (int)(offset - 0x6000) / 8;
        if (bytes != 8 || !AffinityRouting) throw new InvalidOperationException("GICD_IROUTER needs affinity routing and a 64-bit access");
        if (Interrupts.Enabled[interrupt]) throw new InvalidOperationException($"INTID {interrupt} is routed anew while it is enabled");
        Routes[interrupt] = value;
    }

    private bool StillBusy()
    {
        if (_busy > 0) _busy--;
        return Hangs || _busy > 0;
    }
}

using System;

namespace Pilevisor.Drivers.Tests;

/// <summary>A GICv3 redistributor: RD_base and SGI_base.</summary>
/// <param name="type">GICR_TYPER.</param>
public sealed class FakeGicRedistributor(ulong type) : FakeRegisters
{
    private const int BusyReads = 3;
    private const ulong SgiBase = 0x1_0000;

    private int _busy;
    private int _waking;

    /// <summary>The SGIs and PPIs.</summary>
    public FakeGicFrame Interrupts { get; } = new(0, 32);

    /// <summary>Whether it sleeps: so does one after reset.</summary>
    public bool Asleep { get; private set; } = true;

    /// <summary>GICR_TYPER for a CPU's affinity Aff3.Aff2.Aff1.Aff0.</summary>
    public static ulong Type(uint affinity, bool last = false, bool virtualLpis = false) => ((ulong)affinity << 32) | (last ? 1u << 4 : 0) | (virtualLpis ? 1u << 1 : 0);

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes) => offset switch
    {
        0x0000 => Decrement(ref _busy) ? 1u << 3 : 0,
        0x0008 when bytes == 8 => type,
        0x0014 => (Asleep ? 1u << 1 : 0) | (Asleep || Decrement(ref _waking) ? 1u << 2 : 0),
        >= SgiBase => Interrupts.Read(offset - SgiBase),
        _ => throw new InvalidOperationException($"read of register {offset:x}"),
    };

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        if (offset == 0x0014)
        {
            Asleep = (value & 2) != 0;
            _waking = BusyReads;
            return;
        }
        if (Asleep || _waking != 0) throw new InvalidOperationException($"write of register {offset:x} of a redistributor that is asleep");
        ulong register = offset - SgiBase;
        if (_busy != 0 && register is >= 0xc00 and < 0xd00) throw new InvalidOperationException("a trigger changes before the interrupt's disabling took effect");
        Interrupts.Write(register, (uint)value);
        if (register == 0x180) _busy = BusyReads;
    }

    private static bool Decrement(ref int count)
    {
        if (count > 0) count--;
        return count > 0;
    }
}

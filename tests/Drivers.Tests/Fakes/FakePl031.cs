using System;

namespace Pilevisor.Drivers.Tests;

/// <summary>A PL031 that nobody may write to: it is not the hypervisor's to set.</summary>
public sealed class FakePl031 : FakeRegisters
{
    /// <summary>RTCDR.</summary>
    public uint Seconds { get; set; }

    /// <summary>RTCCR: firmware has started it.</summary>
    public uint Control { get; set; } = 1;

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes) => (offset, bytes) switch
    {
        (0x00, 4) => Seconds,
        (0x0c, 4) => Control,
        _ => throw new InvalidOperationException($"read of {bytes} bytes of register {offset:x}"),
    };

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value) => throw new InvalidOperationException($"write of register {offset:x}");
}

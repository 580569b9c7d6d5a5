using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A bus of fake devices. An access to nothing, or a misaligned one, fails the test.</summary>
public sealed class FakeMmio : IMmio
{
    private readonly List<(ulong Start, ulong Bytes, FakeRegisters Device)> _devices = [];

    /// <summary>Puts a device on the bus.</summary>
    public void Add(ulong start, ulong bytes, FakeRegisters device) => _devices.Add((start, bytes, device));

    /// <inheritdoc/>
    public byte Read8(PhysicalAddress register) => (byte)Read(register, 1);

    /// <inheritdoc/>
    public uint Read32(PhysicalAddress register) => (uint)Read(register, 4);

    /// <inheritdoc/>
    public ulong Read64(PhysicalAddress register) => Read(register, 8);

    /// <inheritdoc/>
    public void Write8(PhysicalAddress register, byte value) => Write(register, 1, value);

    /// <inheritdoc/>
    public void Write32(PhysicalAddress register, uint value) => Write(register, 4, value);

    /// <inheritdoc/>
    public void Write64(PhysicalAddress register, ulong value) => Write(register, 8, value);

    private ulong Read(PhysicalAddress register, int bytes)
    {
        (FakeRegisters device, ulong offset) = Find(register.Value, bytes);
        return device.Read(offset, bytes);
    }

    private void Write(PhysicalAddress register, int bytes, ulong value)
    {
        (FakeRegisters device, ulong offset) = Find(register.Value, bytes);
        device.Write(offset, bytes, value);
    }

    private (FakeRegisters Device, ulong Offset) Find(ulong address, int bytes)
    {
        if (address % (ulong)bytes != 0) throw new InvalidOperationException($"misaligned access to {address:x}");
        foreach ((ulong start, ulong length, FakeRegisters device) in _devices)
        {
            if (address >= start && address - start < length) return (device, address - start);
        }
        throw new InvalidOperationException($"nothing is at {address:x}");
    }
}

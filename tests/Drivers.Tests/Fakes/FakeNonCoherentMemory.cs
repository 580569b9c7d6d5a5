using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>
/// RAM of which CPU and device see different content until caches are maintained: what the CPU writes stays in its cache, and what the device writes behind it. The test fails if the device reads a line that is dirty, or writes
/// one, or if a dirty line is written back over what the device wrote.
/// </summary>
public sealed unsafe class FakeNonCoherentMemory : ICacheMaintenance
{
    private const int LineBytes = 64;

    private readonly ulong _start;
    private readonly byte* _cpu;

    // What is in RAM, and what each line was when the CPU's view and RAM were last the same.
    private readonly byte[] _ram;
    private readonly byte[] _synchronized;

    /// <summary>All of <paramref name="memory"/>, which has <paramref name="bytes"/> bytes at <paramref name="start"/>.</summary>
    public FakeNonCoherentMemory(FakePhysicalMemory memory, ulong start, int bytes)
    {
        _start = start;
        _cpu = memory.Pointer(new PhysicalAddress(start));
        _ram = new byte[bytes];
        _synchronized = new byte[bytes];

        // Somebody has zeroed all of it, and nothing of that is in RAM.
        Array.Fill(_ram, (byte)0xa5);
        Array.Fill(_synchronized, (byte)0xa5);
    }

    /// <summary>Runs at each <see cref="CleanAndInvalidate"/>.</summary>
    public Action<ulong>? OnMaintenance { get; set; }

    /// <inheritdoc/>
    public void CleanAndInvalidate(PhysicalAddress start, uint bytes)
    {
        OnMaintenance?.Invoke(start.Value);
        int end = Offset(start.Value, (int)bytes) + (int)bytes;
        for (int line = Offset(start.Value, 1) & ~(LineBytes - 1); line < end; line += LineBytes)
        {
            if (IsDirty(line) && !Line(_ram, line).SequenceEqual(Line(_synchronized, line))) throw new InvalidOperationException($"a dirty line at {_start + (ulong)line:x} is written back over what the device wrote");
            if (IsDirty(line)) Cpu(line).CopyTo(Line(_ram, line));
            else Line(_ram, line).CopyTo(Cpu(line));
            Cpu(line).CopyTo(Line(_synchronized, line));
        }
    }

    /// <inheritdoc/>
    public void InvalidateInstructions() => throw new InvalidOperationException("a device does not fetch instructions");

    /// <summary>What the device reads.</summary>
    public byte[] DeviceRead(ulong address, int length)
    {
        int offset = Clean(address, length, "reads");
        return _ram.AsSpan(offset, length).ToArray();
    }

    /// <summary>The device writes.</summary>
    public void DeviceWrite(ulong address, ReadOnlySpan<byte> bytes)
    {
        int offset = Clean(address, bytes.Length, "writes");
        bytes.CopyTo(_ram.AsSpan(offset));
    }

    private int Clean(ulong address, int length, string what)
    {
        int offset = Offset(address, length);
        for (int line = offset & ~(LineBytes - 1); line < offset + length; line += LineBytes)
        {
            if (IsDirty(line)) throw new InvalidOperationException($"the device {what} at {_start + (ulong)line:x}, which is dirty in a cache");
        }
        return offset;
    }

    private int Offset(ulong address, int length)
    {
        if (address < _start || address - _start + (ulong)length > (ulong)_ram.Length) throw new InvalidOperationException($"{length} bytes at {address:x} are not in RAM");
        return (int)(address - _start);
    }

    private bool IsDirty(int line) => !Cpu(line).SequenceEqual(Line(_synchronized, line));

    private Span<byte> Cpu(int line) => new(_cpu + line, LineBytes);

    private static Span<byte> Line(byte[] bytes, int line) => bytes.AsSpan(line, LineBytes);
}

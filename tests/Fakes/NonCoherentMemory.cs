using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>
/// RAM as a CPU sees it through a write-back cache and as a device sees it that does not look into that: what either writes, the other does not see before the cache is told. Lines leave the cache, and enter it, whenever a test wants
/// (<see cref="Disturb"/>), as they do on hardware. The test fails if the device reaches a line that is dirty, or if a dirty line is written back over what the device wrote. It is its own uncached memory, too, which both see alike.
/// </summary>
public sealed unsafe class NonCoherentMemory : IPhysicalMemory, IUncachedMemory, ICacheMaintenance, IDisposable
{
    private const int LineBytes = 64;
    private const ulong UncachedOffset = 1ul << 32;

    private readonly ulong _start;
    private readonly FakePhysicalMemory _cpu;
    private readonly FakePhysicalMemory _uncached;
    private readonly byte[] _ram;

    // What a line held when it was read from RAM or written back: it is dirty where the CPU has another byte now.
    private readonly byte[] _filled;
    private readonly HashSet<int> _lines = [];

    /// <summary>Makes <paramref name="bytes"/> of RAM at <paramref name="start"/>.</summary>
    public NonCoherentMemory(int bytes, ulong start = 0x8000_0000)
    {
        _start = start;
        _cpu = new FakePhysicalMemory((ulong)bytes, start);
        _uncached = new FakePhysicalMemory(1 << 20, start + UncachedOffset);
        _ram = new byte[bytes];
        _filled = new byte[bytes];
    }

    /// <summary>What was allocated of what is cached, in order.</summary>
    public IReadOnlyList<string> Purposes => _cpu.Purposes;

    /// <summary>Runs at each <see cref="CleanAndInvalidate"/>.</summary>
    public Action? OnMaintenance { get; set; }

    /// <summary>The bytes that a device reads and writes.</summary>
    public Span<byte> AsDevice(ulong address, int bytes)
    {
        if (address >= _start + UncachedOffset) return new Span<byte>(_uncached.Pointer(new PhysicalAddress(address)), bytes);
        if (address < _start || address + (ulong)bytes > _start + (ulong)_ram.Length) throw new InvalidOperationException($"the device reaches {address:x}, where there is no RAM");
        for (int line = Line(address); line <= Line(address + (ulong)bytes - 1); line++)
        {
            if (IsDirty(line)) throw new InvalidOperationException($"the device reaches {AddressOf(line):x}, which is dirty in a cache");
        }
        return _ram.AsSpan((int)(address - _start), bytes);
    }

    /// <inheritdoc/>
    public PhysicalAddress Allocate(ulong bytes, ulong alignment, string purpose)
    {
        PhysicalAddress address = _cpu.Allocate(bytes, alignment, purpose);
        for (ulong at = 0; at < bytes; at += LineBytes) _lines.Add(Line(address.Value + at));

        // What was there before: the zeroes of an allocation are in the cache only.
        _ram.AsSpan((int)(address.Value - _start), (int)bytes).Fill(0xa5);
        _filled.AsSpan((int)(address.Value - _start), (int)bytes).Fill(0xa5);
        return address;
    }

    /// <inheritdoc/>
    public PhysicalAddress AllocateUncleared(ulong bytes, ulong alignment, string purpose) => Allocate(bytes, alignment, purpose);

    /// <inheritdoc/>
    PhysicalAddress IUncachedMemory.Allocate(uint bytes, uint alignment, string purpose) => _uncached.Allocate(bytes, Math.Max(alignment, 4096), purpose);

    /// <inheritdoc/>
    public byte* Pointer(PhysicalAddress address) => address.Value >= _start + UncachedOffset ? _uncached.Pointer(address) : _cpu.Pointer(address);

    /// <inheritdoc/>
    public void CleanAndInvalidate(PhysicalAddress start, uint bytes)
    {
        OnMaintenance?.Invoke();
        for (int line = Line(start.Value); line <= Line(start.Value + bytes - 1); line++)
        {
            WriteBack(line);
            Fill(line);
        }
    }

    /// <inheritdoc/>
    public void InvalidateInstructions()
    {
    }

    /// <summary>Some lines are evicted, with what was written to them, and some that were not written are fetched again.</summary>
    public void Disturb(Random random, int lines)
    {
        int count = _ram.Length / LineBytes;
        for (int i = 0; i < lines; i++)
        {
            int line = random.Next(count);
            if (!_lines.Contains(line)) continue;
            WriteBack(line);
            Fill(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cpu.Dispose();
        _uncached.Dispose();
    }

    private void WriteBack(int line)
    {
        if (!IsDirty(line)) return;
        if (!Of(_ram, line).SequenceEqual(Of(_filled, line))) throw new InvalidOperationException($"a dirty line at {AddressOf(line):x} is written back over what the device wrote");
        Cached(line).CopyTo(Of(_ram, line));
    }

    private void Fill(int line)
    {
        Of(_ram, line).CopyTo(Cached(line));
        Of(_ram, line).CopyTo(Of(_filled, line));
    }

    private bool IsDirty(int line) => !Cached(line).SequenceEqual(Of(_filled, line));

    private int Line(ulong address) => (int)((address - _start) / LineBytes);

    private ulong AddressOf(int line) => _start + ((ulong)line * LineBytes);

    private Span<byte> Cached(int line) => new(_cpu.Pointer(new PhysicalAddress(AddressOf(line))), LineBytes);

    private static Span<byte> Of(byte[] bytes, int line) => bytes.AsSpan(line * LineBytes, LineBytes);
}

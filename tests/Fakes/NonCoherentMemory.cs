using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>
/// RAM as a CPU sees it through a write-back cache and as a device sees it that does not look into that: what either writes, the other does not see before the cache is told. Lines leave the cache, and enter it, whenever a test wants
/// (<see cref="Disturb"/>), as they do on hardware. It is its own uncached memory, too, which both see alike.
/// </summary>
public sealed unsafe class NonCoherentMemory : IPhysicalMemory, IUncachedMemory, ICacheMaintenance, IDisposable
{
    private const int LineBytes = 64;
    private const ulong Start = 0x8000_0000;
    private const ulong UncachedOffset = 1ul << 32;

    private readonly FakePhysicalMemory _cpu;
    private readonly FakePhysicalMemory _uncached = new(1 << 20, Start + UncachedOffset);
    private readonly byte[] _ram;

    // What a line held when it was read from RAM or written back: it is dirty where the CPU has another byte now.
    private readonly byte[] _filled;
    private readonly HashSet<int> _lines = [];

    /// <summary>Makes <paramref name="bytes"/> of RAM.</summary>
    public NonCoherentMemory(int bytes)
    {
        _cpu = new FakePhysicalMemory((ulong)bytes, Start);
        _ram = new byte[bytes];
        _filled = new byte[bytes];
    }

    /// <summary>The bytes that a device reads and writes.</summary>
    public Span<byte> AsDevice(ulong address, int bytes)
    {
        if (address >= Start + UncachedOffset) return new Span<byte>(_uncached.Pointer(new PhysicalAddress(address)), bytes);
        if (address < Start || address + (ulong)bytes > Start + (ulong)_ram.Length) throw new InvalidOperationException($"the device reaches {address:x}, where there is no RAM");
        return _ram.AsSpan((int)(address - Start), bytes);
    }

    /// <inheritdoc/>
    public PhysicalAddress Allocate(ulong bytes, ulong alignment, string purpose)
    {
        PhysicalAddress address = _cpu.Allocate(bytes, alignment, purpose);
        for (ulong at = 0; at < bytes; at += LineBytes) _lines.Add((int)((address.Value + at - Start) / LineBytes));

        // What was there before: the zeroes of an allocation are in the cache only.
        AsDevice(address.Value, (int)bytes).Fill(0xa5);
        _filled.AsSpan((int)(address.Value - Start), (int)bytes).Fill(0xa5);
        return address;
    }

    /// <inheritdoc/>
    public PhysicalAddress AllocateUncleared(ulong bytes, ulong alignment, string purpose) => Allocate(bytes, alignment, purpose);

    /// <inheritdoc/>
    public PhysicalAddress Allocate(uint bytes, uint alignment, string purpose) => _uncached.Allocate(bytes, Math.Max(alignment, 4096), purpose);

    /// <inheritdoc/>
    public byte* Pointer(PhysicalAddress address) => address.Value >= Start + UncachedOffset ? _uncached.Pointer(address) : _cpu.Pointer(address);

    /// <inheritdoc/>
    public void CleanAndInvalidate(PhysicalAddress start, uint bytes)
    {
        int first = (int)((start.Value - Start) / LineBytes);
        int last = (int)((start.Value + bytes - 1 - Start) / LineBytes);
        for (int line = first; line <= last; line++)
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
        Span<byte> cached = Cached(line);
        Span<byte> filled = _filled.AsSpan(line * LineBytes, LineBytes);
        if (!cached.SequenceEqual(filled)) cached.CopyTo(_ram.AsSpan(line * LineBytes, LineBytes));
    }

    private void Fill(int line)
    {
        Span<byte> ram = _ram.AsSpan(line * LineBytes, LineBytes);
        ram.CopyTo(Cached(line));
        ram.CopyTo(_filled.AsSpan(line * LineBytes, LineBytes));
    }

    private Span<byte> Cached(int line) => new(_cpu.Pointer(new PhysicalAddress(Start + ((ulong)line * LineBytes))), LineBytes);
}

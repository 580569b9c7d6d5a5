using System;

namespace Pilevisor.Kernel;

/// <summary>
/// This machine's RAM: what the device tree names, less the image, firmware's reservations and the payload. Handed out while the image boots, from the smallest
/// range that suffices, so that what is needed in one piece stays in one piece; never taken back.
/// </summary>
public sealed unsafe class PhysicalMemory : IPhysicalMemory
{
    // RAM ranges and holes in them: each reservation splits one range at most.
    private const int MaximumRanges = 40;

    private readonly Range[] _free = new Range[MaximumRanges];
    private int _freeCount;
    private bool _isSealed;

    /// <summary>Knows what is free.</summary>
    /// <param name="hardware">RAM, reservations and payload.</param>
    /// <param name="imageStart">The image's first byte.</param>
    /// <param name="imageEnd">Behind the image.</param>
    public PhysicalMemory(HardwareDescription hardware, PhysicalAddress imageStart, PhysicalAddress imageEnd)
    {
        for (int i = 0; i < hardware.MemoryRegionCount; i++) Add(hardware.MemoryRegion(i));
        Remove(imageStart.Value, imageEnd.Value);
        for (int i = 0; i < hardware.ReservedRegionCount; i++) Remove(hardware.ReservedRegion(i));
        if (hardware.TryGetPayload(out PhysicalAddress payload, out ulong bytes)) Remove(payload.Value, payload.Value + bytes);
        // Page 0 is where null references land: never RAM for us.
        Remove(0, GranuleNumber.Bytes);
    }

    /// <summary>Bytes that are not taken yet.</summary>
    public ulong FreeBytes
    {
        get
        {
            ulong sum = 0;
            for (int i = 0; i < _freeCount; i++) sum += Size(i);
            return sum;
        }
    }

    /// <summary>No further allocation: the guest is about to start.</summary>
    public void Seal() => _isSealed = true;

    /// <inheritdoc/>
    public PhysicalAddress Allocate(ulong bytes, ulong alignment, string purpose)
    {
        PhysicalAddress start = AllocateUncleared(bytes, alignment, purpose);
        // A span holds less than 2 GiB, so a page at a time.
        for (ulong at = 0; at < bytes; at += GranuleNumber.Bytes) new Span<byte>(Pointer(start + at), (int)GranuleNumber.Bytes).Clear();
        return start;
    }

    /// <inheritdoc/>
    public PhysicalAddress AllocateUncleared(ulong bytes, ulong alignment, string purpose)
    {
        if (_isSealed) Panic.Fail($"RAM for {purpose} was asked for after boot");
        ulong pages = (bytes + GranuleNumber.Bytes - 1) & ~(ulong)(GranuleNumber.Bytes - 1);
        int best = -1;
        for (int i = 0; i < _freeCount; i++)
        {
            if (AlignedStart(i, alignment) + pages > _free[i].End) continue;
            if (best < 0 || Size(i) < Size(best)) best = i;
        }
        if (best >= 0)
        {
            ulong start = AlignedStart(best, alignment);
            Remove(start, start + pages);
            return new PhysicalAddress(start);
        }
        Panic.Fail($"no RAM for {purpose}: {pages >> 10} KiB wanted in one piece, {FreeBytes >> 10} KiB free in all; give this machine more, or lower pilevisor.memory or pilevisor.cache");
        return default;
    }

    /// <inheritdoc/>
    public byte* Pointer(PhysicalAddress address) => (byte*)address.Value;

    private ulong AlignedStart(int range, ulong alignment) => (_free[range].Start + alignment - 1) & ~(alignment - 1);

    private ulong Size(int range) => _free[range].End - _free[range].Start;

    private void Add(MemoryRegion region)
    {
        ulong start = (region.Start.Value + GranuleNumber.Bytes - 1) & ~(ulong)(GranuleNumber.Bytes - 1);
        ulong end = (region.Start.Value + region.Bytes) & ~(ulong)(GranuleNumber.Bytes - 1);
        if (start < end) Insert(new Range(start, end));
    }

    private void Remove(MemoryRegion region) => Remove(region.Start.Value, region.Start.Value + region.Bytes);

    private void Remove(ulong start, ulong end)
    {
        start &= ~(ulong)(GranuleNumber.Bytes - 1);
        end = (end + GranuleNumber.Bytes - 1) & ~(ulong)(GranuleNumber.Bytes - 1);
        for (int i = _freeCount - 1; i >= 0; i--)
        {
            Range range = _free[i];
            if (end <= range.Start || start >= range.End) continue;
            _free[i] = _free[--_freeCount];
            if (range.Start < start) Insert(new Range(range.Start, start));
            if (end < range.End) Insert(new Range(end, range.End));
        }
    }

    private void Insert(Range range)
    {
        Panic.Unless(_freeCount < MaximumRanges, "RAM is in more pieces than PhysicalMemory has places for");
        _free[_freeCount++] = range;
    }

    private readonly struct Range(ulong start, ulong end)
    {
        public ulong Start { get; } = start;

        public ulong End { get; } = end;
    }
}

using System;

namespace Pilevisor.Kernel;

/// <summary>
/// This machine's RAM: what the device tree names, less the image, firmware's reservations and the payload. Handed out while the image boots, from the smallest
/// range that suffices, so that what is needed in one piece stays in one piece; never taken back. At first only from the GiB of the image: all other RAM is Device memory in the tables that boot.S makes.
/// </summary>
public sealed unsafe class PhysicalMemory : IPhysicalMemory
{
    // RAM ranges and holes in them: each reservation and each CPU's release address splits one range at most.
    private const int MaximumRanges = 128;

    // A block of the first tables.
    private const ulong Size1G = 1ul << 30;

    private readonly Range[] _free = new Range[MaximumRanges];
    private Range _usable;
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
        RemoveWaitingCpus(hardware);
        if (hardware.TryGetPayload(out PhysicalAddress payload, out ulong bytes)) Remove(payload.Value, payload.Value + bytes);
        // Page 0 is where null references land: never RAM for us.
        Remove(0, GranuleNumber.Bytes);
        _usable = new Range(imageStart.Value & ~(Size1G - 1), (imageEnd.Value + Size1G - 1) & ~(Size1G - 1));
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

    /// <summary>From now on all RAM can be used: it is Normal memory.</summary>
    public void UseAll() => _usable = new Range(0, ulong.MaxValue);

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
            ulong start = AlignedStart(i, alignment);
            if (start + pages > UsableEnd(i) || start + pages < start) continue;
            if (best < 0 || Size(i) < Size(best)) best = i;
        }
        if (best >= 0)
        {
            ulong first = AlignedStart(best, alignment);
            Remove(first, first + pages);
            return new PhysicalAddress(first);
        }
        Panic.Fail($"no RAM for {purpose}: {pages >> 10} KiB wanted in one piece, {FreeBytes >> 10} KiB free in all; give this machine more, or lower pilevisor.memory or pilevisor.cache");
        return default;
    }

    /// <inheritdoc/>
    public byte* Pointer(PhysicalAddress address) => (byte*)address.Value;

    private ulong AlignedStart(int range, ulong alignment) => (Math.Max(_free[range].Start, _usable.Start) + alignment - 1) & ~(alignment - 1);

    private ulong UsableEnd(int range) => Math.Min(_free[range].End, _usable.End);

    private ulong Size(int range) => _free[range].End - _free[range].Start;

    private void Add(MemoryRegion region)
    {
        ulong start = (region.Start.Value + GranuleNumber.Bytes - 1) & ~(ulong)(GranuleNumber.Bytes - 1);
        ulong end = (region.Start.Value + region.Bytes) & ~(ulong)(GranuleNumber.Bytes - 1);
        if (start >= end) return;

        // Ranges that touch are one: what is needed in one piece may be in two nodes of the tree.
        for (int i = _freeCount - 1; i >= 0; i--)
        {
            Range range = _free[i];
            if (range.Start > end || range.End < start) continue;
            start = Math.Min(start, range.Start);
            end = Math.Max(end, range.End);
            _free[i] = _free[--_freeCount];
        }
        Insert(new Range(start, end));
    }

    // Firmware's CPUs wait there, and for what is written there.
    private void RemoveWaitingCpus(HardwareDescription hardware)
    {
        for (int i = 0; i < hardware.CpuCount; i++)
        {
            if (hardware.TryGetReleaseAddress(new CpuIndex(i), out PhysicalAddress address)) Remove(address.Value, address.Value + sizeof(ulong));
        }
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

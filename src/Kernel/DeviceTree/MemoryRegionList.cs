using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Up to <see cref="Capacity"/> memory regions.</summary>
internal struct MemoryRegionList
{
    /// <summary>The most regions it holds.</summary>
    public const int Capacity = 32;

    private Regions _regions;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Region number <paramref name="index"/>.</summary>
    public readonly MemoryRegion this[int index] => _regions[index];

    /// <summary>Adds a region; an empty one is left out.</summary>
    /// <exception cref="PanicException">If there are too many.</exception>
    public void Add(ulong start, ulong bytes)
    {
        if (bytes == 0) return;
        if (Count == Capacity) Panic.Fail($"the device tree has more than {Capacity} memory regions of one kind");
        if (start + bytes < start) Panic.Fail($"the device tree has a memory region of {bytes:x} bytes at {start:x}, which wraps around");
        _regions[Count++] = new MemoryRegion(new PhysicalAddress(start), bytes);
    }

    [InlineArray(Capacity)]
    private struct Regions
    {
        private MemoryRegion _first;
    }
}

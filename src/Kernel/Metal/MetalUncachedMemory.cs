namespace Pilevisor.Kernel.Metal;

/// <summary>Uncached RAM: a piece that <see cref="HypervisorTranslation"/> maps as Device, and that leaves the caches once it has.</summary>
/// <param name="memory">Where it is from.</param>
/// <param name="caches">Maintenance.</param>
public sealed unsafe class MetalUncachedMemory(IPhysicalMemory memory, ICacheMaintenance caches) : IUncachedMemory
{
    /// <summary>How much there is: the rings of a few devices.</summary>
    public const uint TotalBytes = 64 << 10;

    private uint _takenBytes;

    /// <summary>Its first byte, aligned to its length: the upper halves of all its addresses are the same.</summary>
    public PhysicalAddress Start { get; } = memory.Allocate(TotalBytes, TotalBytes, "uncached memory");

    /// <summary>Writes back the zeroes that were written when it was cached, and forgets what it held. Once nothing maps it as cacheable.</summary>
    [Starts(BootPhase.Translation), After<HypervisorTranslation>]
    public void LeaveCaches() => caches.CleanAndInvalidate(Start, TotalBytes);

    /// <inheritdoc/>
    public PhysicalAddress Allocate(uint bytes, uint alignment, string purpose)
    {
        Panic.Unless(alignment is > 0 and <= GranuleNumber.Bytes && (alignment & (alignment - 1)) == 0, "uncached memory is aligned to a power of two of at most a page");
        uint start = (_takenBytes + alignment - 1) & ~(alignment - 1);
        ulong end = ((ulong)start + bytes + alignment - 1) & ~(ulong)(alignment - 1);
        if (end > TotalBytes) Panic.Fail($"no uncached memory for {purpose}: {bytes} bytes wanted, {TotalBytes - _takenBytes} of {TotalBytes} left; use smaller rings, or raise MetalUncachedMemory.TotalBytes");
        _takenBytes = (uint)end;
        return Start + start;
    }

    /// <inheritdoc/>
    public byte* Pointer(PhysicalAddress address) => memory.Pointer(address);
}

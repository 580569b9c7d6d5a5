namespace Pilevisor.Kernel;

/// <summary>A range of this machine's physical memory.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Bytes">Its size in bytes.</param>
public readonly struct MemoryRegion(PhysicalAddress Start, ulong Bytes)
{
    /// <summary>Its first byte.</summary>
    public PhysicalAddress Start { get; } = Start;

    /// <summary>Its size in bytes.</summary>
    public ulong Bytes { get; } = Bytes;

    /// <summary>The first byte behind it.</summary>
    public PhysicalAddress End => Start + Bytes;
}

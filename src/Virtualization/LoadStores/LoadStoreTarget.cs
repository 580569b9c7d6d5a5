namespace Pilevisor.Virtualization;

/// <summary>What registers a load fills or a store reads, and how what is in memory is spread over them.</summary>
public enum LoadStoreTarget
{
    /// <summary>One or two general-purpose registers, an element each.</summary>
    General,

    /// <summary>One or two SIMD&amp;FP registers, an element each; a load clears what is above it.</summary>
    Simd,

    /// <summary>Whole SIMD registers, elements of structures dealt out to them (LD1 to LD4, multiple structures); a load clears what is above their 64 or 128 bits.</summary>
    Structures,

    /// <summary>One lane of each of one to four SIMD registers; the other lanes stay.</summary>
    Lane,

    /// <summary>All lanes of each of one to four SIMD registers (LD1R to LD4R).</summary>
    AllLanes,
}

namespace Pilevisor.Coherence;

/// <summary>What the owner directory does beyond its core. Each keeps sequential consistency; each is worth measuring.</summary>
/// <param name="exclusiveZeroReads">
/// A read of a page that its home still owns, that nobody else has a copy of and that is all zero is answered with ownership: fresh memory is written next.
/// </param>
/// <param name="migratoryReads">
/// A read of a page that its home owns alone, having read it first and written it then, is answered with ownership: such data migrates (Stenström et al.,
/// ISCA'93).
/// </param>
public sealed class OwnerDirectoryOptions(bool exclusiveZeroReads, bool migratoryReads)
{
    /// <summary>Whether reads of untouched zero pages get ownership.</summary>
    public bool ExclusiveZeroReads { get; } = exclusiveZeroReads;

    /// <summary>Whether reads of migratory pages get ownership.</summary>
    public bool MigratoryReads { get; } = migratoryReads;
}

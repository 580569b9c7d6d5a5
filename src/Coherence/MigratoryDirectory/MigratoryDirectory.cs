using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The migratory home directory, after Stenstrom, Brorsson and Sandberg (An Adaptive Cache Coherence Protocol Optimized for Migratory Sharing, ISCA 1993) and Cox and Fowler (Adaptive Cache Coherency for Detecting Migratory
/// Shared Data, ISCA 1993): a <see cref="CentralDirectory"/> that watches how pages are used. One that a node reads and then writes after another node wrote it, and of which nobody else has a copy, migrates: from then on each
/// reader gets it alone, and writes it without asking. One that comes back unwritten does not migrate any more.
/// </summary>
/// <param name="world">What the node can do.</param>
public sealed class MigratoryDirectory(IProtocolWorld world) : CentralDirectory(world)
{
    private protected override bool ReadsAlone(PageNumber page, ref CentralDirectoryEntry entry) => entry.Has(CentralDirectoryFlags.Migratory);

    private protected override void NoteWrite(PageNumber page, ref CentralDirectoryEntry entry)
    {
        NodeSetView sharers = Sharers(page);
        bool isSharer = sharers.Contains(entry.Writer);
        // Home has a copy whenever anybody has, so it is not counted.
        int readersOnly = sharers.Count - (isSharer ? 1 : 0) - (sharers.Contains(entry.Owner) && entry.Owner != entry.Writer ? 1 : 0);
        bool hasRead = isSharer || entry.Writer == Self;
        if (hasRead && entry.Owner != entry.Writer && readersOnly == 0) entry.Flags |= CentralDirectoryFlags.Migratory;
    }
}

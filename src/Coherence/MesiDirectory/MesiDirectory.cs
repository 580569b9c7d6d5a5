using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The MESI home directory, after Papamarcos and Patel (ISCA 1984): a <see cref="CentralDirectory"/> in which a page that only home has is given to its one reader alone. What one node reads and then writes costs no upgrade;
/// what several nodes read costs a recall the first time, and what home itself goes on reading costs one as well.
/// </summary>
/// <param name="world">What the node can do.</param>
public sealed class MesiDirectory(IProtocolWorld world) : CentralDirectory(world)
{
    private protected override bool ReadsAlone(PageNumber page, ref CentralDirectoryEntry entry) => entry.State == CentralDirectoryState.Modified && WaitingReaders(page).Count == 1;
}

using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The MSI home directory: a <see cref="CentralDirectory"/> in which whoever reads shares, so that home can answer every further reader from its own frame, and to write one has to ask.
/// </summary>
/// <param name="world">What the node can do.</param>
public sealed class MsiDirectory(IProtocolWorld world) : CentralDirectory(world)
{
    private protected override bool ReadsAlone(PageNumber page, ref CentralDirectoryEntry entry) => false;
}

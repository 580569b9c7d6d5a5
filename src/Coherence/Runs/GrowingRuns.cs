using Pilevisor.Composition;

namespace Pilevisor.Coherence;

/// <summary>
/// Who uses one page after the other, upwards or downwards, gets twice as many as it has used so far, up to the end of the block: memory that is filled in order, such as Linux' page descriptors, comes by the block after a few
/// pages, and a page that is used alone brings no other.
/// </summary>
[RequiresAtMost<IPageGeometry>(IPageGeometry.ShiftConstant, 16, "a home looks through up to 63 units for zeros before it answers a request, and nobody else is answered meanwhile")]
public sealed class GrowingRuns : IRunPolicy
{
    /// <inheritdoc/>
    public int Beyond(int used) => 2 * used;
}

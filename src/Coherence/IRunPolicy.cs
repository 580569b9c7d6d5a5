namespace Pilevisor.Coherence;

/// <summary>
/// How many pages that nobody has touched are to come along with one that is asked for to be written: a run of them moves by one message. Called under <see cref="Pilevisor.Kernel.LockRank.Coherence"/>.
/// </summary>
public interface IRunPolicy
{
    /// <summary>How many of the pages beyond it to ask for with a page. Those beyond its block of <see cref="PagesAlong.BlockPages"/>, those that are here, and what there are no free frames for are left out by the caller.</summary>
    /// <param name="used">How many pages in a row, right before it in the direction of the run, this node has from the same home to write, and has used: 0 to <see cref="PagesAlong.BlockPages"/>.</param>
    int Beyond(int used);
}

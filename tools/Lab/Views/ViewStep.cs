namespace Pilevisor.Lab.Views;

/// <summary>What may happen next.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">The node that it begins at.</param>
/// <param name="To">The node that it is about.</param>
internal readonly record struct ViewStep(ViewStepKind Kind, int From, int To)
{
    public override string ToString() => Kind switch
    {
        ViewStepKind.Describe => $"node {To} is told the cluster as it will be with it",
        ViewStepKind.Ready => $"node {To} is ready",
        ViewStepKind.Die => $"node {To} dies before it is ready",
        ViewStepKind.Start => $"node {To} starts",
        ViewStepKind.Leave => $"node {To} is to leave",
        ViewStepKind.End => $"node {To} has done what it had to do",
        ViewStepKind.Return => $"node {To} wants to join again",
        ViewStepKind.Kill => $"node {To} dies",
        ViewStepKind.Declare => $"the leader learns that node {To} has died",
        ViewStepKind.EndBurial => $"node {To} has buried the dead",
        _ => $"node {To} takes a message of node {From}",
    };
}

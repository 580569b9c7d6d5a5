namespace Pilevisor.Interconnect;

/// <summary>Leads bring-up's frames to the node's role.</summary>
internal sealed class BringUpDatagrams(Membership membership, bool anyEpoch) : DatagramHandler
{
    /// <inheritdoc/>
    public override bool AcceptsAnyEpoch => anyEpoch;

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame) => membership.TryReceive(in frame);
}

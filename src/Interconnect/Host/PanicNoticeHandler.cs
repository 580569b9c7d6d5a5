using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Another node has panicked: this one stops too. A machine that is no member stops nobody.</summary>
internal sealed class PanicNoticeHandler(Membership membership) : DatagramHandler
{
    /// <summary>Whether a notice has come.</summary>
    public bool HasHeard { get; private set; }

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame)
    {
        // The notice comes in several copies; the first one stops this node.
        if (HasHeard) return true;
        if (!membership.IsOfMember(in frame)) return false;
        HasHeard = true;
        NodeId node = frame.Header.Source;
        if (node == FrameHeader.Unassigned) Panic.Fail($"the node with address {frame.SourceAddress} panicked: {frame.Payload}");
        Panic.Fail($"{node} panicked: {frame.Payload}");
        return true;
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Another node, as delivery sees it.</summary>
internal sealed class Peer(NodeId node, MacAddress address, PeerReceiver receiver, EarlyFrames early, PeerSender sender)
{
    /// <summary>Its number.</summary>
    public NodeId Node { get; } = node;

    /// <summary>Its Ethernet address.</summary>
    public MacAddress Address { get; } = address;

    /// <summary>What arrives from it.</summary>
    public PeerReceiver Receiver { get; } = receiver;

    /// <summary>What of that is kept until its turn comes.</summary>
    public EarlyFrames Early { get; } = early;

    /// <summary>What goes to it.</summary>
    public PeerSender Sender { get; } = sender;
}

using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Another node, as delivery sees it.</summary>
internal sealed class Peer(NodeId node, PeerReceiver receiver, EarlyFrames early, PeerSender sender)
{
    /// <summary>Its number.</summary>
    public NodeId Node { get; } = node;

    /// <summary>Its Ethernet address.</summary>
    public MacAddress Address { get; private set; }

    /// <summary>What stands as <see cref="FrameHeader.Epoch"/> in the frames between it and this node: what is left over from before one of them joined has another.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>What arrives from it.</summary>
    public PeerReceiver Receiver { get; } = receiver;

    /// <summary>What of that is kept until its turn comes.</summary>
    public EarlyFrames Early { get; } = early;

    /// <summary>What goes to it.</summary>
    public PeerSender Sender { get; } = sender;

    /// <summary>It is there from now on, at <paramref name="address"/>.</summary>
    /// <param name="address">Its Ethernet address.</param>
    /// <param name="epoch">The epoch of what the two send each other.</param>
    /// <param name="now">When.</param>
    public void Begin(MacAddress address, ulong epoch, Cycles now)
    {
        (Address, Epoch) = (address, epoch);
        Receiver.Begin(now);
        Sender.Begin(address);
    }

    /// <summary>It is not there any more.</summary>
    public void End() => Sender.End();
}

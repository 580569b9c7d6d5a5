using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Notices who is silent. While the guest runs every node lets every other hear of it now and then, even if neither needs the other: so whom nobody hears of has stopped, or the network between has. The log names it; it
/// is dead for the leader after <see cref="DeliveryOptions.DeathMicroseconds"/>, which then says so to all. So is who acknowledges nothing for as long: the network may fail in one direction. A member that finds another
/// member silent says so to the leader, who hears it perhaps; without its leader a node has no guest, and stops.
/// </summary>
/// <param name="delivery">The peers.</param>
/// <param name="receiver">What comes from them.</param>
/// <param name="timers">Calls it.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What silence is measured by.</param>
/// <param name="cluster">Who leads.</param>
/// <param name="views">Told of the dead.</param>
/// <param name="shutdown">Stops this node when its leader has died.</param>
/// <param name="options">Its times.</param>
/// <param name="log">Names who is silent.</param>
public sealed class PeerWatch(ReliableDelivery delivery, FrameReceiver receiver, ITimers timers, ICounter counter, RunningTime running, ICluster cluster, ClusterViews views, ClusterShutdown shutdown, DeliveryOptions options, ILog log) : TimerClient
{
    private readonly Cycles[] _lastHeard = new Cycles[NodeId.MaximumNodes];
    private readonly Cycles[] _silentSince = new Cycles[NodeId.MaximumNodes];
    private NodeSet _named = NodeSet.Empty;

    // On a member: whose silence the leader has been told of, one at a time.
    private NodeSet _reported = NodeSet.Empty;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize() => timers.Register(this);

    /// <summary>All nodes are up: from now on the calling CPU watches.</summary>
    public void Begin()
    {
        Cycles ran = running.Now;
        for (int i = 0; i < _silentSince.Length; i++) _silentSince[i] = ran;
        timers.Request(this, counter.Now);
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        delivery.LetHear();
        Cycles ran = running.Now;
        NodeSet peers = NodeSet.Empty;
        foreach (Peer peer in delivery.Peers)
        {
            Watch(peer, ran);
            peers = peers.With(peer.Node);
        }
        // Whoever takes the place of one that was named is another.
        _named = new NodeSet(_named.Bits & peers.Bits);
        _reported = new NodeSet(_reported.Bits & peers.Bits);
        BuryDead(ran);
        return now + counter.Microseconds(options.WatchMicroseconds);
    }

    // One at a time: whoever is dead is no peer any more.
    private void BuryDead(Cycles ran)
    {
        foreach (Peer peer in delivery.Peers)
        {
            ulong milliseconds = Math.Max(SilentMilliseconds(peer, ran), delivery.UnacknowledgedMilliseconds(peer));
            if (milliseconds < options.DeathMicroseconds / 1000)
            {
                _reported = _reported.Without(peer.Node);
                continue;
            }
            if (cluster.Self == NodeId.Leader)
            {
                // Between two frames: nothing of the node's is just being dealt with.
                receiver.Hold();
                views.DeclareDead(peer.Node, milliseconds);
                receiver.LetGo();
                return;
            }
            if (peer.Node == NodeId.Leader) shutdown.LoseLeader(milliseconds);
            else Report(peer.Node, milliseconds);
        }
    }

    private void Report(NodeId node, ulong milliseconds)
    {
        if (!_reported.IsEmpty) return;
        _reported = _reported.With(node);
        views.ReportSilence(node, milliseconds);
    }

    // Two CPUs that look at once may read the same moment in either order.
    private ulong SilentMilliseconds(Peer peer, Cycles ran)
    {
        Cycles since = _silentSince[peer.Node.Value];
        return ran <= since ? 0 : counter.ToMicroseconds(ran - since) / 1000;
    }

    private void Watch(Peer peer, Cycles ran)
    {
        Cycles heard = peer.Receiver.LastHeard;
        ref Cycles lastHeard = ref _lastHeard[peer.Node.Value];
        ref Cycles silentSince = ref _silentSince[peer.Node.Value];
        ulong milliseconds = SilentMilliseconds(peer, ran);
        bool isNamed = _named.Contains(peer.Node);
        if (heard.Value != lastHeard.Value)
        {
            if (isNamed) log.Warn($"{peer.Node} is heard of again, after {milliseconds} ms");
            _named = _named.Without(peer.Node);
            (lastHeard, silentSince) = (heard, ran);
        }
        else if (!isNamed && milliseconds >= options.WarningMicroseconds / 1000)
        {
            _named = _named.With(peer.Node);
            log.Warn(
                $"{peer.Node} ({peer.Address}) was not heard of for {milliseconds} ms: its machine has stopped, or the network between has; "
                + $"it is dead after {options.DeathMicroseconds / 1_000_000} s");
        }
    }
}

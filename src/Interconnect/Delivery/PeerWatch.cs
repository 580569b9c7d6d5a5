using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Notices who is silent. While the guest runs every node lets every other hear of it now and then, even if neither needs the other: so whom nobody hears of has stopped, or the network between has. The log names it; it
/// is given up only when somebody needs it and its bound is over (<see cref="DeliveryOptions.SilenceMicroseconds"/>, <see cref="IWaits"/>).
/// </summary>
/// <param name="delivery">The peers.</param>
/// <param name="timers">Calls it.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What silence is measured by.</param>
/// <param name="options">Its times.</param>
/// <param name="log">Names who is silent.</param>
public sealed class PeerWatch(ReliableDelivery delivery, ITimers timers, ICounter counter, RunningTime running, DeliveryOptions options, ILog log) : TimerClient
{
    private readonly Cycles[] _lastHeard = new Cycles[NodeId.MaximumNodes];
    private readonly Cycles[] _silentSince = new Cycles[NodeId.MaximumNodes];
    private NodeSet _named = NodeSet.Empty;

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
        foreach (Peer peer in delivery.Peers) Watch(peer, ran);
        return now + counter.Microseconds(options.WatchMicroseconds);
    }

    private void Watch(Peer peer, Cycles ran)
    {
        Cycles heard = peer.Receiver.LastHeard;
        ref Cycles lastHeard = ref _lastHeard[peer.Node.Value];
        ref Cycles silentSince = ref _silentSince[peer.Node.Value];
        ulong milliseconds = counter.ToMicroseconds(ran - silentSince) / 1000;
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
                + $"when the guest needs it, it has {options.SilenceMicroseconds / 1_000_000} s");
        }
    }
}

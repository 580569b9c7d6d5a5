using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// Looks after a <see cref="Genet"/>'s link twice a second, since nothing interrupts when a cable is plugged in: sets the MAC to what the PHY has negotiated, and says in the log how the link stands when that changes. It stands apart
/// from the driver since the log goes over the link.
/// </summary>
/// <param name="genet">The interface.</param>
/// <param name="timers">Calls again.</param>
/// <param name="counter">The clock.</param>
/// <param name="log">Where it says so.</param>
public sealed class GenetLinkMonitor(Genet genet, ITimers timers, ICounter counter, ILog log) : TimerClient
{
    /// <summary>How long a link may be up or down before somebody notices.</summary>
    public const ulong PeriodMicroseconds = 500_000;

    /// <summary>After so many looks without a link since boot somebody says that there is none: to negotiate takes seconds.</summary>
    internal const int LooksForFirstLink = 20;

    private LinkSpeed _speed = LinkSpeed.Down;
    private int _looks;
    private bool _isStuck;

    /// <summary>Begins to look, on the CPU that booted. Boot only, after the link is initialised.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        timers.Register(this);
        timers.Request(this, counter.Now);
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        if (genet.IsInitialized) Look();
        return now + counter.Microseconds(PeriodMicroseconds);
    }

    private void Look()
    {
        LinkSpeed speed = genet.LookAtLink();
        if (speed != _speed || (speed == LinkSpeed.Down && ++_looks == LooksForFirstLink)) Say(speed);
        _speed = speed;
        bool isStuck = genet.IsStuck();
        if (isStuck && !_isStuck) log.Warn($"the network interface has frames to send and a link, and sends nothing");
        _isStuck = isStuck;
    }

    private void Say(LinkSpeed speed)
    {
        switch (speed)
        {
            case LinkSpeed.Megabits1000: log.Info($"the link is up: 1000 Mbit/s"); break;
            case LinkSpeed.Megabits100: log.Warn($"the link is up, at 100 Mbit/s only: look at the cable and the switch"); break;
            case LinkSpeed.Megabits10: log.Warn($"the link is up, at 10 Mbit/s only: look at the cable and the switch"); break;
            case LinkSpeed.Unusable: log.Error($"the link is not used: the other side does not negotiate, or offers half duplex only"); break;
            default: log.Warn($"the link is down: frames are lost until the cable is plugged in"); break;
        }
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Sets a member's guest time by the exchange with the smallest delay (Cristian 1989): the leader's time was read half a round trip before the reply came.
/// Guest time is stepped forward, and the leader's was when the member was ahead, unless its guest runs already: then the member begins with the guest's time, however far on its own counter is.
/// </summary>
internal sealed class ClockSetter(int exchanges, IGuestTime time, ICounter counter, ILog log)
{
    private ulong _shortest = ulong.MaxValue;
    private Cycles _leaderTime;
    private Cycles _leaderTimeAt;
    private int _done;

    /// <summary>Whether guest time is set.</summary>
    public bool IsDone => _done >= exchanges;

    /// <summary>The request to send next, or again.</summary>
    public ClockExchange NextRequest() => new() { Number = (ulong)_done, AskedAt = counter.Now };

    /// <summary>Takes a reply; those to earlier requests are ignored.</summary>
    public void Receive(in ClockExchange exchange, Cycles leaderTime)
    {
        Cycles now = counter.Now;
        if (IsDone || exchange.Number != (ulong)_done || exchange.AskedAt > now) return;
        ulong roundTrip = (now - exchange.AskedAt).Value;
        if (roundTrip < _shortest)
        {
            _shortest = roundTrip;
            _leaderTime = leaderTime + new Cycles(roundTrip / 2);
            _leaderTimeAt = now;
        }
        _done++;
        if (IsDone) Set();
    }

    private void Set()
    {
        Cycles guest = _leaderTime + (counter.Now - _leaderTimeAt);

        // A leader that has followed the request's time is behind by half a round trip at most.
        if (time.Now > guest + new Cycles(_shortest)) BeginAt(guest);
        else time.AdvanceTo(guest);
        log.Info($"guest time set by {exchanges} exchanges with the leader, shortest round trip {counter.ToMicroseconds(new Cycles(_shortest))} us");
    }

    private void BeginAt(Cycles guest)
    {
        ulong seconds = counter.ToMicroseconds(time.Now - guest) / 1_000_000;
        time.BeginAt(guest);
        log.Info($"this machine's counter is {seconds} s ahead of the guest's time, which runs already: the guest's time stays as it is");
    }
}

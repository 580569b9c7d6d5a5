using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>How long to wait for an acknowledgement, from the round trips seen so far (RFC 6298), doubled each time it was in vain.</summary>
/// <param name="first">Before a round trip was measured.</param>
/// <param name="least">The shortest time-out.</param>
/// <param name="most">The longest.</param>
internal sealed class RetransmissionTimeout(Cycles first, Cycles least, Cycles most)
{
    private const int MaximumDoublings = 16;

    private ulong _base = first.Value;
    private ulong _smoothed;
    private ulong _variation;
    private int _doublings;

    /// <summary>No round trip was measured yet.</summary>
    public void Begin()
    {
        _base = first.Value;
        _smoothed = _variation = 0;
        _doublings = 0;
    }

    /// <summary>The time-out now.</summary>
    public Cycles Current
    {
        get
        {
            ulong value = _base;
            for (int i = 0; i < _doublings && value < most.Value; i++) value *= 2;
            return new Cycles(System.Math.Min(value, most.Value));
        }
    }

    /// <summary>
    /// After how long without an acknowledgement a probe is worth it, if <paramref name="held"/> is what a peer may hold one back (RFC 8985, 7.2, with the variation that it leaves out: peers under QEMU stand still for
    /// milliseconds). At least a quarter of the least time-out, never longer than <see cref="Current"/>.
    /// </summary>
    public Cycles Probe(Cycles held)
    {
        ulong current = Current.Value;
        if (_smoothed == 0) return new Cycles(current);
        ulong expected = _smoothed + (4 * _variation) + held.Value;
        return new Cycles(System.Math.Min(current, System.Math.Max(expected, least.Value / 4)));
    }

    /// <summary>A frame that was sent once was acknowledged after <paramref name="roundTrip"/>.</summary>
    public void Sample(Cycles roundTrip)
    {
        ulong sample = roundTrip.Value;
        if (_smoothed == 0)
        {
            _smoothed = sample;
            _variation = sample / 2;
        }
        else
        {
            ulong error = sample > _smoothed ? sample - _smoothed : _smoothed - sample;
            _variation = ((3 * _variation) + error) / 4;
            _smoothed = ((7 * _smoothed) + sample) / 8;
        }
        _base = System.Math.Max(_smoothed + (4 * _variation), least.Value);
    }

    /// <summary>The time-out passed in vain.</summary>
    public void BackOff()
    {
        if (_doublings < MaximumDoublings) _doublings++;
    }

    /// <summary>Something was acknowledged.</summary>
    public void Progress() => _doublings = 0;
}

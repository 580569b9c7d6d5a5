using System;

namespace Pilevisor.Switch;

/// <summary>Decides what goes wrong with a port's frames; only the port's own thread asks, so decisions follow the seed.</summary>
/// <param name="options">How often.</param>
/// <param name="port">Ports go wrong independently.</param>
internal sealed class FaultInjector(SwitchOptions options, int port)
{
    private readonly Random _random = new(unchecked((options.Seed * 397) ^ port));
    private readonly byte[] _damaged = new byte[EthernetFrame.MaximumBytes];

    /// <summary>Frames lost so far.</summary>
    public long Lost { get; private set; }

    /// <summary>Frames doubled so far.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Frames held back so far.</summary>
    public long Reordered { get; private set; }

    /// <summary>Frames damaged so far.</summary>
    public long Corrupted { get; private set; }

    /// <summary>What happens to the next frame.</summary>
    /// <param name="frame">The frame; afterwards what arrives of it, valid until the next call.</param>
    /// <param name="delay">How long each copy is held back.</param>
    /// <returns>How many copies arrive: 0, 1 or 2.</returns>
    public int Decide(ref ReadOnlySpan<byte> frame, out TimeSpan delay)
    {
        // Always the same number of draws a frame: one fault's probability does not shift the decisions about another.
        (double loss, double duplication, double reordering) = (_random.NextDouble(), _random.NextDouble(), _random.NextDouble());
        (double corruption, double place) = (_random.NextDouble(), _random.NextDouble());
        delay = options.Delay;
        if (loss < options.Loss)
        {
            Lost++;
            return 0;
        }

        if (corruption < options.Corruption) frame = Damaged(frame, (int)(place * frame.Length * 8));
        if (reordering < options.Reordering)
        {
            Reordered++;
            delay += options.ReorderDelay;
        }

        if (duplication >= options.Duplication) return 1;
        Duplicated++;
        return 2;
    }

    private ReadOnlySpan<byte> Damaged(ReadOnlySpan<byte> frame, int bit)
    {
        Corrupted++;
        frame.CopyTo(_damaged);
        _damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        return _damaged.AsSpan(0, frame.Length);
    }
}

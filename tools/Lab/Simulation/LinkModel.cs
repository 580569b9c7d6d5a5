namespace Pilevisor.Lab.Simulation;

/// <summary>What lies between nodes: each has a full-duplex port on one store-and-forward switch.</summary>
public sealed record LinkModel
{
    /// <summary>Bytes on the wire beside a frame: preamble, start delimiter, frame check sequence and gap (IEEE 802.3).</summary>
    public const int FramingBytes = 24;

    private const long MaximumBitsPerSecond = 1_000_000_000_000;
    private const long MaximumLatencyNanoseconds = 1_000_000_000_000;

    /// <summary>Bits a second of a port, each way.</summary>
    public long BitsPerSecond { get; init; } = 1_000_000_000;

    /// <summary>From the sender's memory to the switch and on to the receiver's, apart from the time of the bits: cables, interfaces, the switch's decision.</summary>
    public long LatencyNanoseconds { get; init; } = 10_000;

    /// <summary>The part of frames that is lost: 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>The part of frames that comes twice: 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>The part of frames that is late, so that others overtake it: 0 to 1.</summary>
    public double Reordering { get; init; }

    /// <summary>Whether anything can happen to a frame that reliable delivery must mend.</summary>
    public bool HasFaults => Loss + Duplication + Reordering > 0;

    /// <summary>How long a message of <paramref name="bytes"/> in so many <paramref name="frames"/> takes on a port, in nanoseconds.</summary>
    public long Nanoseconds(int bytes, int frames = 1) => (bytes + (frames * FramingBytes)) * 8L * 1_000_000_000 / BitsPerSecond;

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="LabException">Says what is wrong.</exception>
    public void Refuse()
    {
        if (BitsPerSecond is < 1_000 or > MaximumBitsPerSecond) throw new LabException($"a link of {BitsPerSecond} bits a second: 1,000 are the least, {MaximumBitsPerSecond} the most");
        if (LatencyNanoseconds is < 0 or > MaximumLatencyNanoseconds) throw new LabException($"a latency of {LatencyNanoseconds} ns: 0 to {MaximumLatencyNanoseconds}");
        foreach ((string name, double part) in ((string, double)[])[("loss", Loss), ("duplication", Duplication), ("reordering", Reordering)])
        {
            if (part is not (>= 0 and <= 0.5)) throw new LabException($"{name} of {part}: a part of the frames, 0 to 0.5");
        }
    }
}

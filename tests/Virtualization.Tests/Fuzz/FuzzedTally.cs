using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What became of all frames of a run.</summary>
internal sealed class FuzzedTally
{
    private readonly long[,] _counts = new long[Enum.GetValues<FuzzedFrames>().Length, Enum.GetValues<FuzzedOutcome>().Length];

    private long _sent;
    private int _seed;

    /// <summary>The kinds of message of which some were taken, and some refused by a panic.</summary>
    public HashSet<byte> Taken { get; } = [];

    /// <inheritdoc cref="Taken"/>
    public HashSet<byte> Refused { get; } = [];

    /// <summary>How many nodes were booted.</summary>
    public int Lives { get; set; }

    /// <summary>How many frames there were; another thread may look.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Whose life it is; another thread may look.</summary>
    public int Seed
    {
        get => Volatile.Read(ref _seed);
        set => Volatile.Write(ref _seed, value);
    }

    /// <summary>How many of <paramref name="frames"/> ended so.</summary>
    public long this[FuzzedFrames frames, FuzzedOutcome outcome] => _counts[(int)frames, (int)outcome];

    public void Add(FuzzedFrames frames, FuzzedOutcome outcome)
    {
        _counts[(int)frames, (int)outcome]++;
        Volatile.Write(ref _sent, _sent + 1);
    }

    public override string ToString()
    {
        StringBuilder text = new($"{Sent} frames to {Lives} nodes:");
        foreach (FuzzedFrames frames in Enum.GetValues<FuzzedFrames>())
        {
            text.Append($"\n{frames}:");
            foreach (FuzzedOutcome outcome in Enum.GetValues<FuzzedOutcome>()) text.Append($" {this[frames, outcome]} {outcome.ToString().ToLowerInvariant()}");
        }
        return text.Append($"\nkinds taken: {Hex(Taken)}\nkinds refused by a panic: {Hex(Refused)}").ToString();
    }

    private static string Hex(IEnumerable<byte> kinds) => string.Join(' ', kinds.Order().Select(kind => $"{kind:x2}"));
}

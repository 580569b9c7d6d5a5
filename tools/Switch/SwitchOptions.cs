using System;

namespace Pilevisor.Switch;

/// <summary>What the switch does to frames on purpose. Each probability is of a frame, from 0 to 1; the same seed makes the same decisions for the same frames of a port.</summary>
public sealed record SwitchOptions
{
    /// <summary>Where the decisions come from.</summary>
    public int Seed { get; init; }

    /// <summary>The probability that a frame is lost.</summary>
    public double Loss { get; init; }

    /// <summary>The probability that a frame arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>The probability that a frame is held back by <see cref="ReorderDelay"/>, so that later ones overtake it.</summary>
    public double Reordering { get; init; }

    /// <summary>The probability that a frame arrives with one of its bits flipped: each copy of it with the same.</summary>
    public double Corruption { get; init; }

    /// <summary>How long a reordered frame is held back.</summary>
    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long every frame is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much each node's link carries in either direction, in bits per second; 0 if it carries all at once.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>Whether frames are left alone.</summary>
    public bool IsFaithful => Loss == 0 && Duplication == 0 && Reordering == 0 && Corruption == 0 && Delay == TimeSpan.Zero && BitsPerSecond == 0;
}

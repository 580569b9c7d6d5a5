using System;

namespace Pilevisor.Lab.Model;

/// <summary>
/// Which frames a receiver takes: asked of the reliable delivery that ships, or of a copy with a mistake in it. Its verdict depends on how far a frame's sequence number is from the one expected, and on nothing else, so a new
/// receiver, which expects number 0, can speak for one that has run for long.
/// </summary>
public sealed class FrameAcceptance
{
    /// <summary>The most frames that can be ahead of another.</summary>
    public const int MaximumAhead = 16;

    private readonly bool[] _takes = new bool[MaximumAhead + 1];

    /// <summary>Asks a receiver.</summary>
    /// <param name="takes">Whether a new receiver takes, as the next one, a frame with this sequence number.</param>
    public FrameAcceptance(Func<uint, bool> takes)
    {
        for (uint ahead = 0; ahead <= MaximumAhead; ahead++) _takes[ahead] = takes(ahead);
        TakesDuplicates = takes(uint.MaxValue);
    }

    /// <summary>Whether a frame that was here before is taken once more.</summary>
    public bool TakesDuplicates { get; }

    /// <summary>Whether a frame with <paramref name="ahead"/> others missing before it is taken.</summary>
    public bool Takes(int ahead) => _takes[ahead];
}

namespace Pilevisor.Interconnect;

/// <summary>What one of a message's frames carries. The first carries the body, too.</summary>
/// <param name="Offset">Where its part of the content begins, in bytes: a multiple of <see cref="FrameHeader.OffsetUnitBytes"/>.</param>
/// <param name="Bytes">How long that part is.</param>
/// <param name="MoreFollows">Whether the message goes on in the next frame.</param>
public readonly struct FramePart(int Offset, int Bytes, bool MoreFollows)
{
    /// <summary>Where its part of the content begins, in bytes: a multiple of <see cref="FrameHeader.OffsetUnitBytes"/>.</summary>
    public int Offset { get; } = Offset;

    /// <summary>How long that part is.</summary>
    public int Bytes { get; } = Bytes;

    /// <summary>Whether the message goes on in the next frame.</summary>
    public bool MoreFollows { get; } = MoreFollows;
}

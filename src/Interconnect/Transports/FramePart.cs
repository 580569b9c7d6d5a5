namespace Pilevisor.Interconnect;

/// <summary>What one of a message's frames carries.</summary>
/// <param name="CarriesBody">Whether the body is in it.</param>
/// <param name="PageOffset">Where its part of the page begins, in bytes.</param>
/// <param name="PageBytes">How long that part is: 0 to a page.</param>
/// <param name="MoreFollows">Whether the message goes on in the next frame.</param>
public readonly struct FramePart(bool CarriesBody, int PageOffset, int PageBytes, bool MoreFollows)
{
    /// <summary>Whether the body is in it.</summary>
    public bool CarriesBody { get; } = CarriesBody;

    /// <summary>Where its part of the page begins, in bytes.</summary>
    public int PageOffset { get; } = PageOffset;

    /// <summary>How long that part is: 0 to a page.</summary>
    public int PageBytes { get; } = PageBytes;

    /// <summary>Whether the message goes on in the next frame.</summary>
    public bool MoreFollows { get; } = MoreFollows;
}

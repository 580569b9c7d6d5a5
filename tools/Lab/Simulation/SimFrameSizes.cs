using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>How many bytes the frames of the coherence protocols' messages have, headers included.</summary>
public static class SimFrameSizes
{
    private const int CoherenceBodyBytes = 40;

    /// <summary>A message without content, or with a page of zeros.</summary>
    public const int Message = FrameCodec.OverheadBytes + CoherenceBodyBytes;

    /// <summary>A message with a page of 4 KiB, in one frame.</summary>
    public const int Page = Message + (int)PageNumber.PageBytes;

    /// <summary>All frames of a message with a page.</summary>
    /// <param name="transport">How a message becomes frames.</param>
    /// <param name="pageBytes">Bytes in a page.</param>
    public static int PageIn(ITransport transport, int pageBytes) => Message + pageBytes + ((transport.FrameCount(pageBytes) - 1) * FrameCodec.PayloadOffset);
}

using System.Runtime.CompilerServices;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>How many bytes the frames of the coherence protocols' messages have, headers included.</summary>
public static class SimFrameSizes
{
    /// <summary>A message without content, or with a page of zeros.</summary>
    public static int Message => WithBody(Unsafe.SizeOf<CoherenceBody>());

    /// <summary>A message with a page of 4 KiB, in one frame.</summary>
    public static int Page => Message + (int)GranuleNumber.Bytes;

    /// <summary>A message without content.</summary>
    /// <param name="bodyBytes">Bytes of its body.</param>
    public static int WithBody(int bodyBytes) => FrameCodec.OverheadBytes + bodyBytes;

    /// <summary>All frames of a message with a page.</summary>
    /// <param name="transport">How a message becomes frames.</param>
    /// <param name="pageBytes">Bytes in a page.</param>
    public static int PageIn(ITransport transport, int pageBytes) => Message + pageBytes + ((transport.FrameCount(pageBytes) - 1) * FrameCodec.PayloadOffset);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>One frame a message: needs a link that carries 4198 bytes. Nothing is ever put together, so a page stays where the device wrote it.</summary>
public sealed class JumboFrames : ITransport
{
    /// <inheritdoc/>
    public int MaximumFrameBytes => FrameCodec.MaximumFrameBytes;

    /// <inheritdoc/>
    public void Initialize(int nodeCount, IPhysicalMemory memory)
    {
    }

    /// <inheritdoc/>
    public int FrameCount(int bodyBytes, int pageBytes) => 1;

    /// <inheritdoc/>
    public FramePart Part(int index, int bodyBytes, int pageBytes) => new(true, 0, pageBytes, false);

    /// <inheritdoc/>
    public bool TryAssemble(NodeId from, in DecodedFrame frame, out AssembledMessage message)
    {
        bool isWhole = (frame.Header.Flags & FrameFlags.MoreFollows) == 0 && (frame.Payload.IsEmpty || frame.Payload.Length == FrameCodec.MaximumPayloadBytes);
        if (!isWhole) RefusePart(from);
        message = new AssembledMessage(frame.Body, frame.Page);
        return true;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefusePart(NodeId from) => Panic.Fail($"{from} sent a part of a message: it uses another transport than JumboFrames");
}

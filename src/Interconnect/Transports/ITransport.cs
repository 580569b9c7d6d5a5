using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// How a message becomes frames, and frames a message again. Frames of one message are consecutive in the sequence to their receiver, and reach
/// <see cref="TryAssemble"/> in that order, each once: delivery sees to it.
/// </summary>
public interface ITransport
{
    /// <summary>The longest frame it makes, in bytes, Ethernet header included. The link must carry that.</summary>
    int MaximumFrameBytes { get; }

    /// <summary>Takes the memory for messages that are being put together from several frames. Once, when the cluster is known.</summary>
    void Initialize(int nodeCount, IPhysicalMemory memory);

    /// <summary>How many frames a message takes: at least 1.</summary>
    int FrameCount(int bodyBytes, int pageBytes);

    /// <summary>What frame number <paramref name="index"/> of a message carries.</summary>
    FramePart Part(int index, int bodyBytes, int pageBytes);

    /// <summary>Takes the next frame from <paramref name="from"/>.</summary>
    /// <returns>True when the message is complete; its spans stay valid until the frame's buffer is returned.</returns>
    /// <exception cref="PanicException">If the sender uses another transport.</exception>
    bool TryAssemble(NodeId from, in DecodedFrame frame, out AssembledMessage message);
}

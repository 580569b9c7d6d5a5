using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// How a message becomes frames, and frames a message again. Frames of one message are consecutive in the sequence to their receiver, and reach
/// <see cref="TryAssemble"/> in that order, each once: delivery sees to it.
/// </summary>
public interface ITransport
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>The longest frame it makes, in bytes, Ethernet header included. The link must carry that, and what <see cref="IFrameSecurity"/> adds.</summary>
    int MaximumFrameBytes { get; }

    /// <summary>Each of its frames gets longer by <paramref name="overheadBytes"/> on the wire. Boot only, before anything else.</summary>
    void Fit(int overheadBytes);

    /// <summary>From now on messages come whose content has up to <paramref name="contentBytes"/> bytes: takes the memory in which they are put together, if one frame does not carry so many. Boot only.</summary>
    void Expect(int contentBytes, int nodeCount, IPhysicalMemory memory);

    /// <summary>How many frames a message takes whose content has so many bytes: at least 1.</summary>
    int FrameCount(int contentBytes);

    /// <summary>What frame number <paramref name="index"/> of a message carries.</summary>
    FramePart Part(int index, int contentBytes);

    /// <summary>What comes from <paramref name="node"/> begins anew: of a message that was not complete nothing more comes.</summary>
    void Begin(NodeId node);

    /// <summary>Takes the next frame from <paramref name="from"/>.</summary>
    /// <returns>True when the message is complete; its spans stay valid until the frame's buffer is returned.</returns>
    /// <exception cref="PanicException">If it is no part that can come now: the sender has gone wrong, or uses another transport.</exception>
    bool TryAssemble(NodeId from, in DecodedFrame frame, out AssembledMessage message);
}

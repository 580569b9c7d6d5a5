namespace Pilevisor.Kernel;

/// <summary>
/// A network interface that moves Ethernet frames without copying them. Not safe for use by two CPUs at once: the caller holds a lock for the transmit side and one for the receive side.
/// </summary>
public interface ILink
{
    /// <summary>A link that carries the same on every machine says by a constant of this name how many bytes a frame has at most, Ethernet header included, and an image whose transport needs more does not compile. One that learns it from the device has none, and the boot refuses.</summary>
    const string LongestFrameConstant = "LongestFrameBytes";

    /// <summary>This interface's Ethernet address.</summary>
    MacAddress Address { get; }

    /// <summary>The longest frame it carries, in bytes, Ethernet header included.</summary>
    int MaximumFrameBytes { get; }

    /// <summary>Bytes in front of a frame that the link needs for a header of its own; each <see cref="FrameBuffer"/> keeps them free.</summary>
    int HeadroomBytes { get; }

    /// <summary>Whether it takes a frame whose payload is not in its buffer (<see cref="FrameBuffer.Payload"/>). If not, payloads are copied into the buffers.</summary>
    bool Gathers { get; }

    /// <summary>The interrupt that says frames have arrived or were sent.</summary>
    InterruptId Interrupt { get; }

    /// <summary>Finds and resets the device and gives it its receive buffers. Boot only.</summary>
    /// <param name="memory">Where those come from.</param>
    /// <param name="wholeBytes">Received frames of up to so many bytes are in one piece.</param>
    /// <param name="headBytes">Longer ones are in two: so many bytes, and the rest, a page at most, in a page of its own.</param>
    void Initialize(IPhysicalMemory memory, int wholeBytes, int headBytes);

    /// <summary>Puts a frame on the wire; its buffer is <see cref="FrameBuffer.InFlight"/> until the link is done with it.</summary>
    /// <returns>False if the ring is full: try again after <see cref="ReclaimTransmitted"/>.</returns>
    bool TryTransmit(FrameBuffer frame);

    /// <summary>Takes back the buffers of frames that were sent.</summary>
    void ReclaimTransmitted();

    /// <summary>Takes the next received frame, in order of arrival. Its bytes stay valid until <see cref="Return"/>.</summary>
    bool TryReceive(out ReceivedFrame frame);

    /// <summary>Gives a received frame's buffer back to the device.</summary>
    void Return(ReceivedFrame frame);

    /// <summary>Quiets the interrupt; frames that arrive from now on raise it again.</summary>
    void AcknowledgeInterrupt();
}

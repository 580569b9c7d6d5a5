namespace Pilevisor.Kernel;

/// <summary>
/// A network interface that moves Ethernet frames without copying them. Not safe for use by two CPUs at once: the caller holds a lock for the transmit side and one for the receive side.
/// </summary>
public interface ILink
{
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
    void Initialize(IPhysicalMemory memory);

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

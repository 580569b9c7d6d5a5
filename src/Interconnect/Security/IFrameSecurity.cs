using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// What happens to every frame right before it goes to the link and right after it has come from there, a panic's included. Everything above sees frames as <see cref="FrameCodec"/> makes them. <see cref="TryTransmit"/> under
/// <see cref="LockRank.Transmit"/>, but for a panic; <see cref="Open"/> under <see cref="LockRank.Receive"/>.
/// </summary>
public interface IFrameSecurity
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>How much longer frames are on the wire: a multiple of 8 bytes, right behind the Ethernet header.</summary>
    int OverheadBytes { get; }

    /// <summary>Makes what it needs; the link is initialized already. Boot only.</summary>
    /// <exception cref="PanicException">If this machine lacks something it needs, or was given a key for nothing.</exception>
    void Initialize(IPhysicalMemory memory);

    /// <summary>Sends a frame as <see cref="ILink.TryTransmit"/> does.</summary>
    bool TryTransmit(FrameBuffer frame);

    /// <summary>Looks at a frame that came.</summary>
    /// <param name="received">As it came.</param>
    /// <param name="opened">What is in it, in the same buffer, if it is <see cref="FrameOpening.Opened"/>.</param>
    FrameOpening Open(in ReceivedFrame received, out ReceivedFrame opened);
}

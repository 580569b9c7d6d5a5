using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The link of a machine without a network interface, which is a cluster of one: what is sent goes nowhere, and nothing comes.</summary>
/// <param name="options">How many nodes there are to be.</param>
public sealed class NoNetwork(BootOptions options) : ILink
{
    // Locally administered, and nobody else's: nobody else is there.
    private const ulong OwnAddress = 0x0200_0000_0000;

    // Any frame is lost whole.
    private const int AnyBytes = ushort.MaxValue;

    // An SGI that nobody sends.
    private const uint NeverSent = 15;

    /// <inheritdoc/>
    public MacAddress Address => new(OwnAddress);

    /// <inheritdoc/>
    public int MaximumFrameBytes => AnyBytes;

    /// <inheritdoc/>
    public int HeadroomBytes => 0;

    /// <inheritdoc/>
    public bool Gathers => true;

    /// <inheritdoc/>
    public InterruptId Interrupt => new(NeverSent);

    /// <inheritdoc/>
    /// <exception cref="PanicException">If other nodes are to be there, or may come.</exception>
    public void Initialize(IPhysicalMemory memory, int wholeBytes, int headBytes)
    {
        if (options.MostNodes > 1) Panic.Fail($"a cluster of {options.MostNodes} nodes needs a network, and this image has no driver for one: say pilevisor.nodes=1, or boot an image with a link");
    }

    /// <inheritdoc/>
    public bool TryTransmit(FrameBuffer frame) => true;

    /// <inheritdoc/>
    public void ReclaimTransmitted()
    {
    }

    /// <inheritdoc/>
    public bool TryReceive(out ReceivedFrame frame)
    {
        frame = default;
        return false;
    }

    /// <inheritdoc/>
    public void Return(ReceivedFrame frame) => Panic.Fail("a frame is given back to a link that has given none");

    /// <inheritdoc/>
    public void AcknowledgeInterrupt()
    {
    }
}

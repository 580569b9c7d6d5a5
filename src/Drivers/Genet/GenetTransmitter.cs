using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The transmit side: the caller's buffers, each with the device from its transmission until it is reclaimed. A frame in two pieces takes two descriptors.</summary>
/// <param name="ring">The transmit ring.</param>
/// <param name="caches">The device does not see what is in them.</param>
internal sealed class GenetTransmitter(GenetDma ring, ICacheMaintenance caches)
{
    // One is always free, as in the drivers that are known to work under load.
    private const int Usable = GenetDma.Descriptors - 1;

    // The device is known not to send a frame whose first piece is an Ethernet header and nothing else.
    private const int ShortestPieceBytes = 60;

    // Each at its last descriptor.
    private readonly FrameBuffer?[] _inFlight = new FrameBuffer?[GenetDma.Descriptors];

    // Indices modulo 2^16: what was given to the device, what was taken back.
    private ushort _given;
    private ushort _reclaimed;

    /// <summary>Makes the ring ready. Its DMA may be turned on then.</summary>
    public void Prepare() => _given = _reclaimed = ring.Prepare();

    /// <summary>Gives the device a frame.</summary>
    /// <returns>False if too few descriptors are free.</returns>
    public bool TryTransmit(FrameBuffer frame)
    {
        Panic.Unless(!frame.InFlight, "a frame is transmitted while the device still reads it");
        if (frame.PayloadBytes != 0 && frame.Length < ShortestPieceBytes) frame.Join();
        int pieces = frame.PayloadBytes == 0 ? 1 : 2;
        if ((ushort)(_given - _reclaimed) + pieces > Usable) return false;
        if (pieces == 1)
        {
            Describe(frame.Frame, frame.Length, GenetDescriptor.Start | GenetDescriptor.End);
        }
        else
        {
            Describe(frame.Frame, frame.Length, GenetDescriptor.Start);
            Describe(frame.Payload, frame.PayloadBytes, GenetDescriptor.End);
        }
        frame.InFlight = true;
        _inFlight[(ushort)(_given - 1) & GenetDma.DescriptorMask] = frame;

        // What the caches held is in memory, and descriptors are registers: they are written in this order.
        ring.Publish(_given);
        return true;
    }

    /// <summary>Takes back what the device has sent: at most as many frames as there are descriptors.</summary>
    public void Reclaim()
    {
        ushort sent = (ushort)ring.DeviceIndex;
        if ((ushort)(sent - _reclaimed) > (ushort)(_given - _reclaimed)) RefuseIndex(sent);
        for (; _reclaimed != sent; _reclaimed++)
        {
            ref FrameBuffer? frame = ref _inFlight[_reclaimed & GenetDma.DescriptorMask];
            if (frame is null) continue;
            frame.InFlight = false;
            frame = null;
        }
    }

    private void Describe(PhysicalAddress address, int bytes, uint place)
    {
        caches.CleanAndInvalidate(address, (uint)bytes);
        int descriptor = _given++ & GenetDma.DescriptorMask;
        ring.WriteAddress(descriptor, address);
        ring.WriteStatus(descriptor, ((uint)bytes << GenetDescriptor.LengthShift) | GenetDescriptor.NoQueue | GenetDescriptor.AppendCheck | place);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseIndex(ushort sent) => Panic.Fail($"the GENET says that it sent descriptors up to index {sent}, and was given those from {_reclaimed} to {_given} only");
}

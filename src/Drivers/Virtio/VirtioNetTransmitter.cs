using System;
using System.Buffers.Binary;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The transmit side of a network interface: the caller's buffers, each with the device from its transmission until it is reclaimed.</summary>
/// <param name="device">The interface.</param>
/// <param name="queueIndex">Which of its queues.</param>
/// <param name="queue">That queue.</param>
internal sealed class VirtioNetTransmitter(VirtioMmioTransport device, int queueIndex, VirtQueue queue)
{
    private readonly FrameBuffer?[] _inFlight = new FrameBuffer?[VirtQueue.Size];
    private readonly FreeDescriptors _free = new(VirtQueue.Size);

    /// <summary>Gives the device a frame with a header in front.</summary>
    /// <returns>False if all descriptors are in use.</returns>
    public bool TryTransmit(FrameBuffer frame)
    {
        Panic.Unless(!frame.InFlight, "a frame is transmitted while the device still reads it");
        if (!_free.TryTake(out int descriptor)) return false;
        // Twelve bytes, all zero: written so since a call that clears as few takes longer.
        Span<byte> netHeader = frame.Headroom(VirtioNet.HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(netHeader, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(netHeader[sizeof(ulong)..], 0);
        frame.InFlight = true;
        _inFlight[descriptor] = frame;
        PhysicalAddress header = new(frame.Frame.Value - VirtioNet.HeaderBytes);
        queue.Publish(descriptor, header, VirtioNet.HeaderBytes + frame.Length, frame.Payload, frame.PayloadBytes, false);
        if (queue.WantsNotification) device.Notify(queueIndex);
        return true;
    }

    /// <summary>Takes back what the device has sent: at most as many frames as there are descriptors.</summary>
    public void Reclaim()
    {
        while (queue.TryTake(out int descriptor, out _))
        {
            FrameBuffer? frame = _inFlight[descriptor];
            Panic.Unless(frame is not null, "a transmit descriptor in use has no frame");
            frame.InFlight = false;
            _inFlight[descriptor] = null;
            _free.Return(descriptor);
        }
    }
}

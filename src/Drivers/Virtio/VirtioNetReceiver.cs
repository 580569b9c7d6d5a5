using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The receive side of a network interface: every buffer is with the device, or lent to whoever took a frame.</summary>
/// <param name="device">The interface.</param>
/// <param name="queueIndex">Which of its queues.</param>
/// <param name="queue">That queue.</param>
/// <param name="buffers">As many buffers as the queue has descriptors.</param>
internal sealed class VirtioNetReceiver(VirtioMmioTransport device, int queueIndex, VirtQueue queue, VirtioNetReceiveBuffers buffers)
{
    /// <summary>Gives the device all buffers, once it has been started.</summary>
    public void Start()
    {
        for (int buffer = 0; buffer < VirtQueue.Size; buffer++) Publish(buffer);
        NotifyIfWanted();
    }

    /// <summary>Takes the next frame, in order of arrival.</summary>
    public bool TryReceive(out ReceivedFrame frame)
    {
        if (!queue.TryTake(out int buffer, out uint bytes))
        {
            frame = default;
            return false;
        }
        if (bytes < VirtioNet.HeaderBytes || bytes > (uint)buffers.Bytes) RefuseLength(bytes);
        frame = buffers.Frame(buffer, (int)bytes - VirtioNet.HeaderBytes);
        return true;
    }

    /// <summary>Gives the device the buffer of a frame again.</summary>
    public void Return(ReceivedFrame frame)
    {
        Publish(frame.Buffer);
        NotifyIfWanted();
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseLength(uint bytes) => Panic.Fail($"the network device says that it wrote {bytes} bytes into a buffer of {buffers.Bytes}");

    private void Publish(int buffer) => queue.Publish(buffer, buffers.Address(buffer), buffers.HeadBytes, buffers.Page(buffer), (int)GranuleNumber.Bytes, true);

    private void NotifyIfWanted()
    {
        if (queue.WantsNotification) device.Notify(queueIndex);
    }
}

using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A queue of what arrives unasked for: a network interface's frames. The device gets buffers of this node's, and what it has written is copied into the guest's. Those would have to be pinned until something arrives, which may be never, with all
/// else that lies in their pages: a CPU of another node that wants the frame before, in the same page, would wait for the frame behind.
/// </summary>
internal sealed class CopiedQueue : PassedQueue
{
    // A frame of 1,514 bytes and its header.
    private const uint BufferBytes = 2048;

    private readonly PassedDevice _device;
    private readonly MachineQueue _machine;
    private readonly IPhysicalMemory _physical;
    private readonly PhysicalAddress _buffers;

    // What has arrived and not been copied yet, in order.
    private readonly ushort[] _arrived;
    private readonly uint[] _bytes;
    private int _first;
    private int _count;

    /// <summary>Takes its buffers. Boot only.</summary>
    public CopiedQueue(PassedDevice device, MachineQueue machine, IPhysicalMemory physical)
    {
        (_device, _machine, _physical) = (device, machine, physical);
        _buffers = physical.Allocate((ulong)machine.Requests * BufferBytes, GranuleNumber.Bytes, "frames for the guest");
        _arrived = new ushort[machine.Requests];
        _bytes = new uint[machine.Requests];
    }

    /// <inheritdoc/>
    public override void Drop() => (_first, _count) = (0, 0);

    /// <inheritdoc/>
    public override void Begin()
    {
        for (int request = 0; request < _machine.Requests; request++) Publish(request);
        _machine.Notify();
    }

    /// <inheritdoc/>
    public override bool Complete(GuestQueue queue)
    {
        while (_machine.TryTake(out int request, out uint written))
        {
            int place = (_first + _count++) % _machine.Requests;
            _arrived[place] = (ushort)request;
            _bytes[place] = Math.Min(written, BufferBytes);
        }
        // No page was pinned for it.
        return false;
    }

    /// <inheritdoc/>
    public override bool TryPass(GuestQueue queue)
    {
        while (_count != 0 && queue.TryPeek(out ushort head))
        {
            int request = _arrived[_first];
            uint bytes = _bytes[_first];
            if (!TryCopy(queue, head, request, bytes)) return false;
            queue.Take();
            queue.Give(head, bytes);
            _first = (_first + 1) % _machine.Requests;
            _count--;
            Add(request);
            if (!_device.TryPublish(_machine, request)) return true;
        }
        return true;
    }

    private unsafe bool TryCopy(GuestQueue queue, ushort head, int request, uint bytes)
    {
        ReadOnlySpan<byte> content = new(_physical.Pointer(AddressOf(request)), (int)bytes);
        GuestChain chain = new(queue, head);
        while (!content.IsEmpty && chain.MoveNext())
        {
            if (!chain.DeviceWrites) return false;
            int part = (int)Math.Min((uint)content.Length, chain.Piece.Length);
            queue.Write(chain.Piece.Address, content[..part]);
            content = content[part..];
        }
        return content.IsEmpty;
    }

    private void Publish(int request)
    {
        Add(request);
        _machine.Publish(request);
    }

    private void Add(int request)
    {
        _machine.Clear(request);
        _machine.TryAdd(request, AddressOf(request), BufferBytes, deviceWrites: true);
    }

    private PhysicalAddress AddressOf(int request) => _buffers + ((ulong)request * BufferBytes);
}

using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A queue whose requests the device works on where they are: their pages are pinned from before it gets them until it is done.</summary>
/// <param name="device">Whose it is.</param>
/// <param name="machine">The machine's queue.</param>
/// <param name="memory">The guest's RAM.</param>
internal sealed class PinnedQueue(PassedDevice device, MachineQueue machine, IGuestMemory memory) : PassedQueue
{
    private readonly ushort[] _heads = new ushort[machine.Requests];
    private readonly uint[] _writable = new uint[machine.Requests];
    private readonly bool[] _isInUse = new bool[machine.Requests];
    private readonly int[] _pinCounts = new int[machine.Requests];
    private readonly GranuleNumber[] _pins = new GranuleNumber[machine.Requests * MachineQueue.MostPieces];
    private int _inUse;

    /// <inheritdoc/>
    public override void Drop()
    {
        for (int request = 0; request < machine.Requests; request++)
        {
            if (_isInUse[request]) Free(request);
        }
        WantsPins = false;
    }

    /// <inheritdoc/>
    public override bool Complete(GuestQueue queue)
    {
        bool any = false;
        while (machine.TryTake(out int request, out uint written))
        {
            ushort head = _heads[request];
            uint given = Math.Min(written, _writable[request]);
            Free(request);
            queue.Give(head, given);
            any = true;
        }
        return any;
    }

    /// <inheritdoc/>
    public override bool TryPass(GuestQueue queue)
    {
        WantsPins = false;
        while (_inUse < machine.Requests && queue.TryPeek(out ushort head))
        {
            int request = FindFree();
            Begin(request, head);
            if (!TryPin(queue, request, out bool isNonsense))
            {
                Free(request);
                WantsPins = !isNonsense;
                return !isNonsense;
            }
            queue.Take();
            if (!device.TryPublish(machine, request)) Free(request);
        }
        return true;
    }

    // False: nonsense, or too many pages are pinned for others' requests.
    private bool TryPin(GuestQueue queue, int request, out bool isNonsense)
    {
        GuestChain chain = new(queue, _heads[request]);
        while (chain.MoveNext())
        {
            VirtqDescriptor piece = chain.Piece;
            if (chain.DeviceWrites) _writable[request] += piece.Length;
            if (!TryPin(request, piece.Address, piece.Length, chain.DeviceWrites, out isNonsense)) return false;
        }
        isNonsense = chain.IsNonsense;
        return !isNonsense;
    }

    private bool TryPin(int request, ulong start, uint bytes, bool deviceWrites, out bool isNonsense)
    {
        isNonsense = false;
        while (bytes != 0)
        {
            GuestPhysicalAddress address = new(start);
            uint part = Math.Min(bytes, (uint)(GranuleNumber.Bytes - address.PageOffset));
            // No request has so many pieces that keeps to what its device says.
            isNonsense = _pinCounts[request] == MachineQueue.MostPieces;
            if (isNonsense) return false;
            if (!memory.TryPin(address.Granule, out PhysicalAddress frame))
            {
                // Room comes only when another request is done: one that has all there is, and needs more, keeps to nothing that its device has said.
                isNonsense = device.IsOnlyRequest;
                return false;
            }
            _pins[(request * MachineQueue.MostPieces) + _pinCounts[request]++] = address.Granule;
            isNonsense = !machine.TryAdd(request, frame + address.PageOffset, part, deviceWrites);
            if (isNonsense) return false;
            start += part;
            bytes -= part;
        }
        return true;
    }

    private void Begin(int request, ushort head)
    {
        _heads[request] = head;
        _writable[request] = 0;
        _isInUse[request] = true;
        _inUse++;
        device.BeginRequest();
        machine.Clear(request);
    }

    private void Free(int request)
    {
        for (int i = 0; i < _pinCounts[request]; i++) memory.Unpin(_pins[(request * MachineQueue.MostPieces) + i]);
        _pinCounts[request] = 0;
        _isInUse[request] = false;
        _inUse--;
        device.EndRequest();
    }

    private int FindFree()
    {
        for (int request = 0; request < machine.Requests; request++)
        {
            if (!_isInUse[request]) return request;
        }
        Panic.Fail($"none of {machine.Requests} requests is free, and {_inUse} are in use");
        return 0;
    }
}

using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Virtio;

/// <summary>A queue of a machine's device that does what the test says. Pieces that lie one behind the other stay apart.</summary>
internal sealed class FakeMachineQueue(int requests) : MachineQueue
{
    private readonly Queue<(int Request, uint Written)> _done = new();

    public override int Requests => requests;

    /// <summary>Requests that are being made, and those that the device has.</summary>
    public Dictionary<int, List<(ulong Start, uint Bytes, bool DeviceWrites)>> Pieces { get; } = [];

    /// <summary>Requests that the device has, in the order in which it got them.</summary>
    public List<int> UnderWay { get; } = [];

    public int Notifications { get; private set; }

    public override bool TryAdd(int request, PhysicalAddress start, uint bytes, bool deviceWrites)
    {
        if (Pieces[request].Count == MostPieces) return false;
        Pieces[request].Add((start.Value, bytes, deviceWrites));
        return true;
    }

    public override void Clear(int request)
    {
        if (UnderWay.Contains(request)) throw new InvalidOperationException("the device has it");
        Pieces[request] = [];
    }

    public override void Publish(int request)
    {
        if (UnderWay.Contains(request) || Pieces[request].Count == 0) throw new InvalidOperationException("the device has it, or it is empty");
        UnderWay.Add(request);
    }

    public override void Notify() => Notifications++;

    public override bool TryTake(out int request, out uint written)
    {
        bool isOne = _done.TryDequeue(out (int Request, uint Written) done);
        (request, written) = done;
        return isOne;
    }

    /// <summary>The device is done with a request.</summary>
    public void Finish(int request, uint written)
    {
        if (!UnderWay.Remove(request)) throw new InvalidOperationException("the device has not got it");
        _done.Enqueue((request, written));
    }

    public void Halt()
    {
        UnderWay.Clear();
        _done.Clear();
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The receive side: every buffer is with the device, or lent to whoever took a frame. Buffers may be given back in any order; the device gets them in the order of the ring, so one that is lent for long holds those behind it.
/// </summary>
/// <param name="ring">The receive ring.</param>
/// <param name="buffers">A buffer for each of its descriptors.</param>
/// <param name="barriers">Ordering towards the device.</param>
/// <param name="counters">What is refused or lost is counted.</param>
internal sealed class GenetReceiver(GenetDma ring, GenetReceiveBuffers buffers, IDmaBarriers barriers, NodeCounters counters)
{
    private const uint Whole = GenetDescriptor.Start | GenetDescriptor.End;
    private const int DiscardsShift = 16;

    // Frame bytes of each buffer that is lent, else 0.
    private readonly int[] _lentBytes = new int[GenetDma.Descriptors];

    // Indices modulo 2^16: what the device had filled when it was asked last, what was looked at, what was given back.
    private ushort _filled;
    private ushort _taken;
    private ushort _returned;
    private ushort _discards;

    /// <summary>Gives the device all buffers. Its DMA may be turned on then.</summary>
    public void Prepare()
    {
        for (int descriptor = 0; descriptor < GenetDma.Descriptors; descriptor++) ring.WriteAddress(descriptor, buffers.Address(descriptor));
        _filled = _taken = _returned = ring.Prepare();
        _discards = (ushort)(ring.DeviceIndex >> DiscardsShift);
    }

    /// <summary>Takes the next frame, in order of arrival. One that is damaged is counted and passed over.</summary>
    public bool TryReceive(out ReceivedFrame frame)
    {
        frame = default;
        if (_taken == _filled) LookForMore();

        // At most as many turns as there are descriptors.
        while (_taken != _filled)
        {
            int descriptor = _taken & GenetDma.DescriptorMask;
            int bytes = FrameBytes(ring.ReadStatus(descriptor));
            _taken++;
            if (bytes == 0)
            {
                PassOver();
                continue;
            }
            buffers.Discard(descriptor, bytes);
            _lentBytes[descriptor] = bytes;
            frame = buffers.Frame(descriptor, bytes);
            return true;
        }
        return false;
    }

    /// <summary>Takes a frame's buffer back, and gives the device those whose turn it is.</summary>
    public void Return(int buffer)
    {
        int bytes = _lentBytes[buffer];
        if (bytes == 0) RefuseReturn(buffer);
        buffers.Discard(buffer, bytes);
        _lentBytes[buffer] = 0;
        GiveBack();
    }

    // How long a frame is that came whole and undamaged, else 0.
    private static int FrameBytes(uint status)
    {
        if ((status & (Whole | GenetDescriptor.ReceiveErrors)) != Whole) return 0;
        int bytes = (int)((status >> GenetDescriptor.LengthShift) & GenetDescriptor.LengthMask) - GenetReceiveBuffers.PaddingBytes;
        return bytes is >= Genet.EthernetHeaderBytes and <= Genet.LongestFrameBytes ? bytes : 0;
    }

    private void LookForMore()
    {
        uint index = ring.DeviceIndex;
        ushort discards = (ushort)(index >> DiscardsShift);
        if (discards != _discards) CountDiscards(discards);
        ushort filled = (ushort)index;
        if (filled == _filled) return;
        int withDevice = GenetDma.Descriptors - (ushort)(_taken - _returned);
        if ((ushort)(filled - _taken) > withDevice) RefuseIndex(filled);
        _filled = filled;

        // The index was read before descriptors and buffers are.
        barriers.Full();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountDiscards(ushort discards)
    {
        counters.Add(Counter.OverrunFrames, (ushort)(discards - _discards));
        _discards = discards;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PassOver()
    {
        counters.Add(Counter.DamagedFrames);
        GiveBack();
    }

    // Those that were given back up to the first that is still lent: at most as many as there are descriptors.
    private void GiveBack()
    {
        ushort returned = _returned;
        while (returned != _taken && _lentBytes[returned & GenetDma.DescriptorMask] == 0) returned++;
        if (returned == _returned) return;
        _returned = returned;
        ring.Publish(returned);
    }

    // These two stand apart from the way of every frame, since making a text takes half a kilobyte of stack.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseReturn(int buffer) => Panic.Fail($"receive buffer {buffer} of the GENET is given back, and was not lent");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseIndex(ushort filled) => Panic.Fail($"the GENET says that it filled receive descriptors up to index {filled}, and has those from {_taken} to {(ushort)(_returned + GenetDma.Descriptors)} only");
}

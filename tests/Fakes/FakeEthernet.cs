using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>
/// An Ethernet that loses, duplicates, damages, delays and reorders frames as a seed tells it, in the time of a <see cref="FakeCounter"/>. Frames go to the interface
/// with the destination address, broadcasts to all but the sender, and those for nobody are kept in <see cref="Strays"/>.
/// </summary>
/// <param name="counter">The time.</param>
/// <param name="seed">What happens to which frame.</param>
public sealed class FakeEthernet(FakeCounter counter, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<FakeLink> _links = [];
    private readonly PriorityQueue<(FakeLink To, byte[] Frame), (ulong At, ulong Order)> _underWay = new();
    private ulong _order;

    /// <summary>The part of frames that is lost: 0 to 1.</summary>
    public double Loss { get; set; }

    /// <summary>The part of frames that arrives twice: 0 to 1.</summary>
    public double Duplication { get; set; }

    /// <summary>The part of frames that arrives with a bit flipped: 0 to 1.</summary>
    public double Corruption { get; set; }

    /// <summary>How long a frame takes at least.</summary>
    public int DelayMicroseconds { get; set; } = 50;

    /// <summary>How much longer it may take; frames overtake one another if this is more than 0.</summary>
    public int JitterMicroseconds { get; set; }

    /// <summary>Decides about single frames before chance does: false loses the frame.</summary>
    public Func<byte[], bool>? Filter { get; set; }

    /// <summary>Says what arrives in place of a frame that was sent.</summary>
    public Func<byte[], byte[]>? Rewrite { get; set; }

    /// <summary>Whole frames for addresses that no interface has: those to the host, say.</summary>
    public List<byte[]> Strays { get; } = [];

    /// <summary>How many frames were lost on purpose.</summary>
    public int LostFrames { get; private set; }

    /// <summary>How many copies of frames were damaged on purpose.</summary>
    public int CorruptedFrames { get; private set; }

    /// <summary>When the next frame arrives, or <see cref="Cycles.Never"/>.</summary>
    public Cycles NextArrival => _underWay.TryPeek(out _, out (ulong At, ulong Order) next) ? new Cycles(next.At) : Cycles.Never;

    /// <summary>Makes an interface.</summary>
    public FakeLink Attach(MacAddress address)
    {
        FakeLink link = new(this, address);
        _links.Add(link);
        return link;
    }

    /// <summary>Puts a frame on the wire, as if an interface with the frame's source address had sent it.</summary>
    public void Transmit(byte[] frame)
    {
        ulong destination = AddressAt(frame, 0);
        bool broadcast = destination == MacAddress.Broadcast.Value;
        bool taken = broadcast;
        foreach (FakeLink link in _links)
        {
            if (link.Address.Value == AddressAt(frame, 6) || (!broadcast && link.Address.Value != destination)) continue;
            taken = true;
            Submit(link, frame);
        }
        if (!taken) Strays.Add(frame);
    }

    /// <summary>Hands over what has arrived by now.</summary>
    public void DeliverDue()
    {
        while (_underWay.TryPeek(out _, out (ulong At, ulong Order) next) && next.At <= counter.Now.Value)
        {
            (FakeLink to, byte[] frame) = _underWay.Dequeue();
            to.Arrive(frame);
        }
    }

    private void Submit(FakeLink to, byte[] frame)
    {
        if ((Filter is not null && !Filter(frame)) || _random.NextDouble() < Loss)
        {
            LostFrames++;
            return;
        }
        if (Rewrite is not null) frame = Rewrite(frame);
        Schedule(to, frame);
        if (_random.NextDouble() < Duplication) Schedule(to, frame);
    }

    private void Schedule(FakeLink to, byte[] frame)
    {
        int delay = DelayMicroseconds + (JitterMicroseconds == 0 ? 0 : _random.Next(JitterMicroseconds));
        _underWay.Enqueue((to, Corruption != 0 && _random.NextDouble() < Corruption ? Damaged(frame) : frame), ((counter.Now + counter.Microseconds((ulong)delay)).Value, _order++));
    }

    private byte[] Damaged(byte[] frame)
    {
        byte[] damaged = (byte[])frame.Clone();
        damaged[_random.Next(frame.Length)] ^= (byte)(1 << _random.Next(8));
        CorruptedFrames++;
        return damaged;
    }

    private static ulong AddressAt(byte[] frame, int offset)
    {
        ReadOnlySpan<byte> bytes = frame.AsSpan(offset, 6);
        return ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
    }
}

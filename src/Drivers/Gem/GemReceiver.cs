using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The receive side: descriptor n always has buffer n, which is with the device, or lent to whoever took a frame. The device writes a frame in one piece, so a page in it does not lie in a page of its own and is copied by who keeps it.
/// </summary>
internal sealed unsafe class GemReceiver
{
    /// <summary>How many buffers there are, and descriptors.</summary>
    public const int Buffers = 256;

    /// <summary>How many bytes of a buffer are free before a frame, so that what follows its 14-byte Ethernet header lies on an 8-byte boundary.</summary>
    public const int FrameOffset = 2;

    private const ulong CheckMicroseconds = 1_000;

    private readonly GemDevice _device;
    private readonly GemRing _ring;
    private readonly GemLimits _limits;
    private readonly IDmaBarriers _barriers;
    private readonly ICacheMaintenance _caches;
    private readonly ICounter _counter;
    private readonly NodeCounters _counters;
    private readonly PhysicalAddress _address;
    private readonly byte* _start;
    private readonly bool[] _withDevice = new bool[Buffers];
    private readonly ushort[] _readBytes = new ushort[Buffers];
    private int _next;
    private Cycles _nextCheck;

    /// <summary>Makes the buffers and puts them into the ring, before the device starts.</summary>
    public GemReceiver(GemDevice device, GemRing ring, GemLimits limits, IPhysicalMemory memory, IDmaBarriers barriers, ICacheMaintenance caches, ICounter counter, NodeCounters counters)
    {
        _device = device;
        _ring = ring;
        _limits = limits;
        _barriers = barriers;
        _caches = caches;
        _counter = counter;
        _counters = counters;
        _address = memory.Allocate((ulong)(Buffers * limits.BufferBytes), GranuleNumber.Bytes, "receive buffers");
        _start = memory.Pointer(_address);
        for (int buffer = 0; buffer < Buffers; buffer++)
        {
            _readBytes[buffer] = (ushort)limits.BufferBytes;
            Publish(buffer);
        }
    }

    /// <summary>Takes the next frame, in order of arrival. What does not fit into a buffer, or is no frame, is counted and passed over.</summary>
    public bool TryReceive(out ReceivedFrame frame)
    {
        frame = default;
        for (int passed = 0; passed < Buffers; passed++)
        {
            int buffer = _next;
            if (!_withDevice[buffer]) return false;
            if ((_ring.Read(buffer, 0) & GemBits.ReceiveOwned) == 0)
            {
                LookAfterDevice();
                return false;
            }

            // That it is ours was read before what the device wrote about the frame, and into it.
            _barriers.Read();
            uint status = _ring.Read(buffer, 1);
            _withDevice[buffer] = false;
            _next = (buffer + 1) % Buffers;
            int bytes = (int)(status & GemBits.ReceivedLengthMask);
            if ((status & GemBits.ReceivedWhole) == GemBits.ReceivedWhole && _limits.Allow(bytes))
            {
                frame = Lend(buffer, bytes);
                return true;
            }
            _counters.Add(Counter.DamagedFrames);
            GiveBack(buffer);
        }
        return false;
    }

    /// <summary>Gives the device the buffer of a frame again.</summary>
    public void Return(ReceivedFrame frame) => GiveBack(frame.Buffer);

    private ReceivedFrame Lend(int buffer, int bytes)
    {
        int written = FrameOffset + bytes;
        _readBytes[buffer] = (ushort)written;

        // What was fetched into a cache while the device had the buffer is old.
        if (!_device.IsCoherent) _caches.CleanAndInvalidate(AddressOf(buffer), (uint)written);
        byte* start = _start + (buffer * _limits.BufferBytes) + FrameOffset;
        if (bytes <= _limits.WholeBytes) return new ReceivedFrame(start, bytes, buffer);
        ReadOnlySpan<byte> rest = new(start + _limits.HeadBytes, bytes - _limits.HeadBytes);
        return new ReceivedFrame(start, _limits.HeadBytes, buffer, new ReceivedPage(rest));
    }

    private void GiveBack(int buffer)
    {
        Panic.Unless(!_withDevice[buffer], "a receive buffer is given to the device twice");
        Publish(buffer);

        // The device goes round the ring and looks one ahead: if it has filled the one before, it may have looked at this one before it was published, and then it waits to be told.
        _barriers.Full();
        int before = (buffer + Buffers - 1) % Buffers;
        bool mayHavePassed = (_ring.Read(before, 0) & GemBits.ReceiveOwned) != 0;
        if (mayHavePassed | _device.TakeStarvation()) _device.ResumeReception();
    }

    private void Publish(int buffer)
    {
        PhysicalAddress address = AddressOf(buffer);

        // No line that was written here may leave the cache once the device writes: it would go over what that wrote.
        if (!_device.IsCoherent) _caches.CleanAndInvalidate(address, _readBytes[buffer]);
        _ring.Write(buffer, 1, 0);
        _ring.Write(buffer, 2, (uint)(address.Value >> 32));
        _withDevice[buffer] = true;
        _barriers.Write();
        _ring.Write(buffer, 0, (uint)address.Value | (buffer == Buffers - 1 ? GemBits.ReceiveWrap : 0));
    }

    // Nothing has arrived, and the next buffer is the device's: if it has said that there is none, it does not know.
    private void LookAfterDevice()
    {
        bool isStarved = _device.TakeStarvation();
        if (_counter.Now >= _nextCheck)
        {
            _nextCheck = _counter.Now + _counter.Microseconds(CheckMicroseconds);
            isStarved |= _device.AskForStarvation();
        }
        if (isStarved) _device.ResumeReception();
    }

    private PhysicalAddress AddressOf(int buffer) => _address + (ulong)(buffer * _limits.BufferBytes);
}

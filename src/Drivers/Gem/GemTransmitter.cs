using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The transmit side: the caller's buffers, each with the device from its transmission until it is reclaimed. A frame has a descriptor for what is in its buffer, and one more for its payload if that is elsewhere.</summary>
internal sealed class GemTransmitter
{
    /// <summary>How many descriptors there are: at least half as many frames are on their way at once.</summary>
    public const int Descriptors = 512;

    private const ulong CheckMicroseconds = 1_000;

    private readonly GemDevice _device;
    private readonly GemRing _ring;
    private readonly IDmaBarriers _barriers;
    private readonly ICacheMaintenance _caches;
    private readonly ICounter _counter;
    private readonly NodeCounters _counters;

    // At a frame's first descriptor: the frame, and how many descriptors it has.
    private readonly FrameBuffer?[] _inFlight = new FrameBuffer?[Descriptors];
    private readonly byte[] _pieces = new byte[Descriptors];
    private int _first;
    private int _used;
    private Cycles _nextCheck;

    /// <summary>Nothing is to be sent.</summary>
    public GemTransmitter(GemDevice device, GemRing ring, IDmaBarriers barriers, ICacheMaintenance caches, ICounter counter, NodeCounters counters)
    {
        _device = device;
        _ring = ring;
        _barriers = barriers;
        _caches = caches;
        _counter = counter;
        _counters = counters;
        for (int i = 0; i < Descriptors; i++) Empty(i);
    }

    /// <summary>Gives the device a frame.</summary>
    /// <returns>False if too few descriptors are free.</returns>
    public bool TryTransmit(FrameBuffer frame)
    {
        Panic.Unless(!frame.InFlight, "a frame is transmitted while the device still reads it");
        int pieces = frame.PayloadBytes == 0 ? 1 : 2;
        if (_used + pieces > Descriptors) return false;
        int first = Wrapped(_first + _used);
        Clean(frame.Frame, frame.Length);
        if (pieces == 2)
        {
            Clean(frame.Payload, frame.PayloadBytes);
            Place(Wrapped(first + 1), frame.Payload);
            _ring.Write(Wrapped(first + 1), 1, Described(Wrapped(first + 1), frame.PayloadBytes, isLast: true));
        }
        Place(first, frame.Frame);
        frame.InFlight = true;
        _inFlight[first] = frame;
        _pieces[first] = (byte)pieces;
        _used += pieces;

        // The device stops at the first descriptor that is ours: the frame is there as a whole before this one no longer is.
        _barriers.Write();
        _ring.Write(first, 1, Described(first, frame.Length, isLast: pieces == 1));
        _barriers.Write();
        _nextCheck = _counter.Now + _counter.Microseconds(CheckMicroseconds);
        _device.StartTransmission();
        return true;
    }

    /// <summary>Takes back what the device has sent: at most as many frames as there are descriptors.</summary>
    public void Reclaim()
    {
        while (_used > 0)
        {
            uint status = _ring.Read(_first, 1);
            if ((status & GemBits.TransmitUsed) == 0) break;
            _barriers.Read();
            if ((status & GemBits.TransmitErrors) != 0) _counters.Add(Counter.UnsentFrames);
            Release();
        }
        if (_device.TakeTransmitFault()) Restart();
        else if (_used > 0 && _counter.Now >= _nextCheck) LookAfterDevice();
    }

    // What is on its way for so long may have been overlooked: starting can coincide with the device's last look, and an interrupt may get lost.
    private void LookAfterDevice()
    {
        _nextCheck = _counter.Now + _counter.Microseconds(CheckMicroseconds);
        if (_device.AskForTransmitFault()) Restart();
        else _device.StartTransmission();
    }

    // The transmitter has stopped and goes on at the start of the ring. What was on its way is lost, as frames may be.
    private void Restart()
    {
        _device.StopTransmitter();
        while (_used > 0)
        {
            _counters.Add(Counter.UnsentFrames);
            Release();
        }
        _first = 0;
        _barriers.Write();
        _device.ResumeTransmitter();
    }

    // The device says of the first descriptor only that it is ours again: the second must not be taken for a frame's first when the ring comes round.
    private void Release()
    {
        FrameBuffer? frame = _inFlight[_first];
        Panic.Unless(frame is not null, "a transmit descriptor in use has no frame");
        frame.InFlight = false;
        _inFlight[_first] = null;
        int pieces = _pieces[_first];
        for (int i = 0; i < pieces; i++) Empty(Wrapped(_first + i));
        _first = Wrapped(_first + pieces);
        _used -= pieces;
    }

    private void Clean(PhysicalAddress start, int bytes)
    {
        if (!_device.IsCoherent) _caches.CleanAndInvalidate(start, (uint)bytes);
    }

    private void Place(int descriptor, PhysicalAddress buffer)
    {
        _ring.Write(descriptor, 0, (uint)buffer.Value);
        _ring.Write(descriptor, 2, (uint)(buffer.Value >> 32));
    }

    private void Empty(int descriptor) => _ring.Write(descriptor, 1, GemBits.TransmitUsed | Wrap(descriptor));

    private static uint Described(int descriptor, int bytes, bool isLast) => (uint)bytes | (isLast ? GemBits.TransmitLast : 0) | Wrap(descriptor);

    private static uint Wrap(int descriptor) => descriptor == Descriptors - 1 ? GemBits.TransmitWrap : 0;

    private static int Wrapped(int descriptor) => descriptor & (Descriptors - 1);
}

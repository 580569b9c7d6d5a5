using System;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Frames that are sealed as they leave, with the cluster's key, and opened where they came. A frame is copied as it is sealed, each copy of one that is sent again, too: so a page is sent from where it lies, and what was written
/// may be written again at once.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="mode">How they are sealed.</param>
/// <param name="link">The network interface.</param>
/// <param name="files">Hold the key.</param>
/// <param name="seed">Tells this boot from all others.</param>
public abstract class SealedFrames(string name, SealMode mode, ILink link, BootFiles files, BootSeed seed) : IFrameSecurity
{
    /// <summary>How many sealed frames can be with the link.</summary>
    public const int Buffers = 128;

    private const int AddressShift = 16;

    private readonly FrameBuffer[] _buffers = new FrameBuffer[Buffers];
    private FrameSeal? _seal;
    private SessionSalt _salt;
    private SessionKey _key;

    // How many frames were sealed.
    private ulong _number;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int OverheadBytes => FrameSeal.OverheadBytes;

    /// <inheritdoc/>
    public void Initialize(IPhysicalMemory memory)
    {
        ClusterKey key = TakeKey();
        if (!seed.IsThere)
        {
            Panic.Fail($"{name} needs {BootSeed.Bytes} random bytes, of which this machine's device tree has none (rng-seed in /chosen): without them frames of two boots could be sealed alike, and the key were worth nothing");
        }

        // With the address, so that two machines whose firmware drew the same differ nevertheless.
        _salt = new SessionSalt(seed.Salt, seed.SaltHigh ^ (link.Address.Value << AddressShift));
        _key = key.Derive(in _salt);
        _seal = new FrameSeal(key);
        for (int i = 0; i < Buffers; i++) _buffers[i] = new FrameBuffer(memory, link.HeadroomBytes, FrameCodec.MaximumFrameBytes + OverheadBytes);
    }

    /// <inheritdoc/>
    public bool TryTransmit(FrameBuffer frame)
    {
        // A device sends in order as a rule: while it has this one it has those that were taken later.
        if (_buffers[(int)((_number + 1) % Buffers)].InFlight) return false;

        // A panic comes by without the lock: whatever else happens, no number is used twice.
        ulong number = Interlocked.Increment(ref _number);
        FrameBuffer buffer = _buffers[(int)(number % Buffers)];
        buffer.Length = frame.FrameBytes + OverheadBytes;
        FrameSeal.Seal(in _key, in _salt, number, mode, frame.Bytes[..frame.Length], frame.PayloadContent, buffer.Bytes[..buffer.Length]);
        return link.TryTransmit(buffer);
    }

    /// <inheritdoc/>
    public FrameOpening Open(in ReceivedFrame received, out ReceivedFrame opened)
    {
        Panic.Unless(_seal is not null, "a frame is opened before the key was read");
        FrameOpening opening = _seal.Open(received.Writable, received.Rest.Writable);
        opened = opening == FrameOpening.Opened ? received.Skip(OverheadBytes) : default;
        return opening;
    }

    private ClusterKey TakeKey()
    {
        if (!files.TryFind(ClusterKey.FileName, out Span<byte> file)) Panic.Fail($"{name} needs a key, and this machine was given none: a file called key in the archive (newc) that it boots with (initrd)");
        ClusterKey? key = ClusterKey.Read(file);
        if (key is null) Panic.Fail($"the file key of what this machine was given to boot is no key: a key is {ClusterKey.Digits} hexadecimal digits");

        // It is in this image's memory now, which no guest reads.
        file.Clear();
        return key;
    }
}

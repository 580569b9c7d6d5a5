using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The frames to all other nodes that those have not acknowledged: small ones, and such that hold a page. Changed under <see cref="LockRank.Transmit"/>.
/// </summary>
/// <remarks>
/// <para>
/// Whoever sends says at boot how many messages of its own can be on their way to other nodes, all together, as long as nothing new is started (<see cref="Reserve"/>). Three times the sum of that is the number of frames. A node
/// starts something only while at most a third of them are in use (<see cref="MayStart"/>), and takes a message, which may lead to others, only while at most two thirds are (<see cref="MayTake"/>).
/// </para>
/// <para>
/// It never runs out: whatever was started or taken while two thirds were in use adds no more than was reserved, and so fits into the last third.
/// </para>
/// <para>
/// It does not stay full: a frame is in use until it is acknowledged. One that its receiver has taken is acknowledged in the end, since acknowledgements are heard whether or not messages are taken, and one that was lost is
/// repeated when its frame is. Those that no receiver has taken yet are two thirds at most: one that was there when starting ended, and one that what was under way then has added. So a node that takes no messages has frames
/// in use that were taken, and will take messages again when it hears so: no two nodes can wait for each other to take something.
/// </para>
/// </remarks>
/// <param name="transmitter">Makes the frames, and has the lock.</param>
/// <param name="transport">How many frames a message is.</param>
public sealed class FramePool(Transmitter transmitter, ITransport transport)
{
    /// <summary>How many times what senders reserve there is room for.</summary>
    public const int Shares = 3;

    /// <summary>The most frames there can be: as many as an image's arena has room for beside all else.</summary>
    public const int MostFrames = 57_344;

    private const int PinPlaces = 4096;

    // How many frames are sent from contents that begin at the pages of RAM whose numbers have the same last bits. Contents that share a place are taken for one another: that costs a look through the queues, and nothing else.
    private readonly int[] _pins = new int[PinPlaces];

    private FrameQueue _small;
    private FrameQueue _large;
    private int _freeSmall;
    private int _freeLarge;
    private int _smallReserve;
    private int _largeReserve;

    /// <summary>Frames without a page that are not in use.</summary>
    public int FreeSmall => Volatile.Read(ref _freeSmall);

    /// <summary>Frames with room for a page that are not in use.</summary>
    public int FreeLarge => Volatile.Read(ref _freeLarge);

    /// <summary>How many frames wait for their acknowledgement.</summary>
    public int Waiting => (Shares * (_smallReserve + _largeReserve)) - FreeSmall - FreeLarge;

    /// <summary>Whether something may be started that leads to messages. May be asked without the lock.</summary>
    public bool MayStart => FreeSmall >= 2 * _smallReserve && FreeLarge >= 2 * _largeReserve;

    /// <summary>Whether a message may be taken, whatever it leads to. May be asked without the lock.</summary>
    public bool MayTake => FreeSmall >= _smallReserve && FreeLarge >= _largeReserve;

    /// <summary>Makes room for a sender's messages. Boot only.</summary>
    /// <exception cref="PanicException">If there are then more than <see cref="MostFrames"/>.</exception>
    /// <param name="messages">How many without content can be on their way at most.</param>
    /// <param name="contents">How many with content.</param>
    /// <param name="contentBytes">How many bytes that has.</param>
    internal void Reserve(int messages, int contents, int contentBytes)
    {
        int small = messages * transport.FrameCount(0);
        int large = contents * transport.FrameCount(contentBytes);
        int all = Shares * (_smallReserve + small + _largeReserve + large);
        if (all > MostFrames) RefuseFrames(all);
        transmitter.NewBuffers(Shares * small, FrameCodec.MaximumPlainFrameBytes, ref _small);
        transmitter.NewBuffers(Shares * large, transport.MaximumFrameBytes, ref _large);
        _smallReserve += small;
        _largeReserve += large;
        _freeSmall = _small.Count;
        _freeLarge = _large.Count;
    }

    /// <summary>Takes a frame. The device may still have it.</summary>
    /// <param name="isLarge">Whether a page goes into it.</param>
    /// <param name="frame">The frame.</param>
    internal bool TryTake(bool isLarge, [NotNullWhen(true)] out FrameBuffer? frame)
    {
        bool isTaken = isLarge ? _large.TryTake(out frame) : _small.TryTake(out frame);
        Publish();
        return isTaken;
    }

    /// <summary>Gives a frame back that was acknowledged. The longest free is taken first: by then the device is done with a copy that was sent again.</summary>
    internal void Return(FrameBuffer frame)
    {
        if (frame.PayloadBytes != 0)
        {
            // A copy that the device may still have is one of a frame that was taken: whatever it carries, its receiver drops it by its number.
            Unpin(frame);
            frame.Forget();
        }
        if (frame.Capacity > FrameCodec.MaximumPlainFrameBytes) _large.Append(frame);
        else _small.Append(frame);
        Publish();
    }

    /// <summary>
    /// Whether a frame may have to be sent from the content at <paramref name="content"/>. May be asked without the lock by who holds one under which alone the content is sent: "no" is certain then, and stays so.
    /// </summary>
    internal bool MayBePinned(PhysicalAddress content) => Volatile.Read(ref PinsOf(content)) != 0;

    /// <summary>A frame is sent from where its payload is.</summary>
    internal void Pin(FrameBuffer frame) => PinsOf(frame.Content)++;

    /// <summary>It is so no more. What was read for it was read before this is seen.</summary>
    internal void Unpin(FrameBuffer frame)
    {
        ref int pins = ref PinsOf(frame.Content);
        Volatile.Write(ref pins, pins - 1);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseFrames(int frames) => Panic.Fail($"a cluster of so many nodes and CPUs needs room for {frames} frames on their way, {MostFrames} are the most: start fewer, or build the image with a smaller unit of coherence");

    private ref int PinsOf(PhysicalAddress content) => ref _pins[(content.Value >> GranuleNumber.Shift) % PinPlaces];

    private void Publish()
    {
        Volatile.Write(ref _freeSmall, _small.Count);
        Volatile.Write(ref _freeLarge, _large.Count);
    }
}

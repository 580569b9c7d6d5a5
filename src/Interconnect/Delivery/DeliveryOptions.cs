using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The bounds and times of reliable delivery. The image takes them from <see cref="IInterconnect"/>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How many frames a receiver's ring holds. What all peers together have under way to it is kept below it, as far as one frame each allows.</summary>
    public int ReceiveRingFrames { get; init; } = 256;

    /// <summary>After how many frames an acknowledgement goes out at once.</summary>
    public int AcknowledgeAfterFrames { get; init; } = 16;

    /// <summary>How long an acknowledgement waits for a frame to travel with, in microseconds.</summary>
    public ulong AcknowledgeAfterMicroseconds { get; init; } = 2_000;

    /// <summary>The first retransmission time-out to a peer, before its round trips are known, in microseconds.</summary>
    public ulong FirstTimeoutMicroseconds { get; init; } = 50_000;

    /// <summary>The shortest retransmission time-out, in microseconds: longer than a peer holds its acknowledgement back.</summary>
    public ulong LeastTimeoutMicroseconds { get; init; } = 20_000;

    /// <summary>The longest retransmission time-out that backing off leads to, in microseconds.</summary>
    public ulong MostTimeoutMicroseconds { get; init; } = 1_000_000;

    /// <summary>How often each node lets the others hear of it while the guest runs, in microseconds.</summary>
    public ulong WatchMicroseconds { get; init; } = 1_000_000;

    /// <summary>How long a peer may not be heard of before the log names it, in microseconds that this node ran.</summary>
    public ulong WarningMicroseconds { get; init; } = 10_000_000;

    /// <summary>
    /// How long a peer may not be heard of, or leave frames unacknowledged, before it is dead, in microseconds that this node ran: its machine may have been stopped for a minute.
    /// </summary>
    public ulong DeathMicroseconds { get; init; } = 70_000_000;

    /// <summary>
    /// How long a peer may leave frames unacknowledged before that is a panic, in microseconds that this node ran. More than twice <see cref="DeathMicroseconds"/>: a node that the others take for dead, and do not hear any more
    /// from then on, stops in order before.
    /// </summary>
    public ulong SilenceMicroseconds { get; init; } = 160_000_000;

    /// <summary>How long the own network interface may keep a buffer that is needed again, in microseconds that this node ran: longer than <see cref="RunningTime.GapMicroseconds"/>.</summary>
    public ulong DeviceMicroseconds { get; init; } = 5_000_000;

    /// <summary>How many received frames are handled in one go.</summary>
    public int FramesPerPoll { get; init; } = 512;
}

using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Kernel;
using SpinLock = Pilevisor.Kernel.SpinLock;

namespace Pilevisor.Interconnect;

/// <summary>
/// The message that is being put together byte by byte, if any: one a node. It leaves before any other message of this node does, so that bytes keep their place among what the node sends, and whoever learns from this
/// node that something was written finds it sent; when it is full; and in any case after <see cref="DelayMicroseconds"/>.
/// </summary>
/// <param name="delivery">The way out.</param>
/// <param name="timers">Bounds the delay.</param>
/// <param name="counter">The time.</param>
/// <param name="order">The order of locks.</param>
public sealed class Gathering(ReliableDelivery delivery, ITimers timers, ICounter counter, ILockOrder order) : TimerClient
{
    /// <summary>The longest that a byte waits for more to come.</summary>
    public const ulong DelayMicroseconds = 500;

    private readonly SpinLock _lock = new(LockRank.Gathering, order);
    private GatheredBytes _bytes;
    private NodeId _to;
    private MessageKind _kind;
    private int _waiting;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize() => timers.Register(this);

    /// <summary>Adds a byte to the message.</summary>
    public void Add(NodeId to, MessageKind kind, byte value)
    {
        _lock.Acquire();
        if (_waiting != 0 && (to != _to || kind != _kind || _bytes.Count == GatheredBytes.Capacity)) Send();
        if (_waiting == 0)
        {
            (_to, _kind) = (to, kind);
            timers.Request(this, counter.Now + counter.Microseconds(DelayMicroseconds));
        }
        _bytes.Add(value);
        Volatile.Write(ref _waiting, 1);
        _lock.Release();
    }

    /// <summary>Sends what has been gathered, if anything.</summary>
    public void Flush()
    {
        if (Volatile.Read(ref _waiting) == 0) return;
        _lock.Acquire();
        if (_waiting != 0) Send();
        _lock.Release();
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        Flush();
        return Cycles.Never;
    }

    private void Send()
    {
        delivery.Send(_to, _kind, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref _bytes, 1)), default);
        _bytes = default;
        Volatile.Write(ref _waiting, 0);
    }
}

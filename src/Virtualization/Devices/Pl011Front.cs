using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's serial port where it is not: on a node other than the leader. As long as the leader has granted it room (<see cref="Pl011Grants"/>) it takes the guest's bytes itself and says that there is room, so that
/// writing costs neither a message a byte nor a round trip for each look at the flags. What it says is true: the room is set aside; a byte that was just written is being sent; and nothing has been received, because the leader
/// receives nothing before it has recalled all grants. What it cannot know, whether the last byte has gone out, it leaves to the leader.
/// </summary>
/// <param name="messenger">The way to the leader.</param>
/// <param name="order">The order of locks.</param>
public sealed class Pl011Front(IMessenger messenger, ILockOrder order)
{
    private readonly SpinLock _lock = new(LockRank.Device, order);
    private int _room;
    private bool _hasJustWritten;

    /// <summary>Reads a register, if the answer is known here: UARTFR, once after each byte.</summary>
    public bool TryRead(uint offset, out ulong value)
    {
        _lock.Acquire();
        bool isKnown = offset == (uint)Pl011Register.Flags && _hasJustWritten && _room > 0;
        _hasJustWritten = false;
        _lock.Release();
        value = (ulong)(Pl011Flags.ModemLines | Pl011Flags.Busy | Pl011Flags.ReceiveEmpty);
        return isKnown;
    }

    /// <summary>Writes a register, if that can be done here: a byte to UARTDR.</summary>
    public bool TryWrite(uint offset, ulong value)
    {
        _lock.Acquire();
        bool isTaken = offset == (uint)Pl011Register.Data && _room > 0;
        _hasJustWritten = isTaken;
        if (isTaken)
        {
            _room--;
            messenger.Gather(NodeId.Leader, (MessageKind)ConsoleMessage.Bytes, (byte)value);
        }
        _lock.Release();
        return isTaken;
    }

    /// <summary>The leader has set room aside.</summary>
    /// <param name="message">Its message.</param>
    public void TakeGrant(in ReceivedMessage message)
    {
        byte bytes = message.Read<byte>();
        _lock.Acquire();
        bool isPossible = bytes is > 0 and <= Pl011Grants.Room && _room + bytes <= Pl011Grants.Room;
        if (isPossible) _room += bytes;
        _lock.Release();
        message.Require(isPossible, "there is not so much room for the console's bytes");
    }

    /// <summary>The leader wants its room back. What was taken here leaves before the answer does.</summary>
    public void GiveBack()
    {
        _lock.Acquire();
        _room = 0;
        _hasJustWritten = false;
        _lock.Release();
        messenger.Send(NodeId.Leader, (MessageKind)ConsoleMessage.Returned, default);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The header behind the Ethernet header, exactly as it goes over the wire: little-endian, 48 bytes, on an 8-byte boundary in our transmit buffers.
/// docs/wire-format.md has the picture.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct FrameHeader
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 48;

    private const int KeptShift = 32;

    /// <summary>"PLVR", read as a little-endian number.</summary>
    public const uint ExpectedMagic = 0x5256_4c50;

    /// <summary>The version of the wire format this code speaks.</summary>
    public const byte CurrentVersion = 10;

    /// <summary>What offsets in a content are multiples of.</summary>
    public const int OffsetUnitBytes = 64;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public uint Magic;

    /// <summary><see cref="CurrentVersion"/>.</summary>
    public byte Version;

    /// <summary>What the frame carries: 1 to 127.</summary>
    public MessageKind Kind;

    private byte _source;

    private byte _destination;

    /// <summary>The run of the cluster it belongs to; 0 before the sender has heard of one. In a frame of the sequence from one node to another the number of the view in which the later of the two joined is added.</summary>
    public ulong Epoch;

    /// <summary>The frame's place in the sequence from source to destination, from 0, modulo 2^32.</summary>
    public uint Sequence;

    /// <summary>The place of the first frame in the opposite direction that has not arrived yet: all before it have.</summary>
    public uint Acknowledgement;

    /// <summary>The sender's guest time when this copy of the frame was sent.</summary>
    public Cycles GuestTime;

    /// <summary>Bytes of the body: 0 to <see cref="IMessenger.MaximumBodyBytes"/>.</summary>
    public ushort BodyBytes;

    /// <summary>Bytes of the payload: 0 to <see cref="FrameCodec.MaximumPayloadBytes"/>.</summary>
    public ushort PayloadBytes;

    private ushort _contentOffset;

    /// <summary>What is special about the frame.</summary>
    public FrameFlags Flags;

    /// <summary>CRC-32C of the payload; 0 without one.</summary>
    public uint PayloadCheck;

    /// <summary>Which frames behind the one at <see cref="Acknowledgement"/> have arrived already: bit i is the place <see cref="Acknowledgement"/> + 1 + i.</summary>
    public uint Kept;

    /// <summary>What has arrived in the opposite direction, in one word: <see cref="Acknowledgement"/>, and above it <see cref="Kept"/>.</summary>
    public ulong Arrived
    {
        readonly get => ((ulong)Kept << KeptShift) | Acknowledgement;
        set => (Acknowledgement, Kept) = ((uint)value, (uint)(value >> KeptShift));
    }

    /// <summary>Where in the message's content the payload belongs, in bytes: a multiple of <see cref="OffsetUnitBytes"/>, below 4 MiB. On the wire in units of that.</summary>
    public int ContentOffset
    {
        readonly get => _contentOffset * OffsetUnitBytes;
        set => _contentOffset = (ushort)(value / OffsetUnitBytes);
    }

    /// <summary>The node that sent it, or <see cref="Unassigned"/> while it has no number yet. One byte on the wire.</summary>
    public NodeId Source
    {
        readonly get => new(_source);
        set => _source = (byte)value.Value;
    }

    /// <summary>The node it is for, or <see cref="Unassigned"/> for all or for one without a number. One byte on the wire.</summary>
    public NodeId Destination
    {
        readonly get => new(_destination);
        set => _destination = (byte)value.Value;
    }

    /// <summary>How many places <paramref name="arrived"/> says something of, from the acknowledged one on: up to the last that is kept.</summary>
    public static uint PlacesSeen(ulong arrived)
    {
        uint kept = (uint)(arrived >> KeptShift);
        return kept == 0 ? 0 : (uint)(KeptShift + 1 - BitOperations.LeadingZeroCount(kept));
    }

    /// <summary>Whether <paramref name="arrived"/> says that the frame at <paramref name="place"/>, which is none before the acknowledged one, is kept.</summary>
    public static bool HasArrived(ulong arrived, uint place)
    {
        uint behind = place - (uint)arrived - 1;
        return behind < KeptShift && ((arrived >> (KeptShift + (int)behind)) & 1) != 0;
    }

    /// <summary>Stands in <see cref="Source"/> and <see cref="Destination"/> where no node number fits.</summary>
    public static NodeId Unassigned => new(0xff);
}

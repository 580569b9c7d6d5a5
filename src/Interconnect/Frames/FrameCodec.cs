using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Frames to bytes and back: [Ethernet header][frame header][body, padded][check][payload]. The payload of every frame that has one begins at the same place, so that a page can arrive in a page; the body of any other is padded to 8 bytes. Any bytes at all are decoded or refused without harm. Two checks cover every byte of a frame: one the payload, made once; one
/// everything before it in one piece, made anew whenever the header changes.
/// </summary>
/// <param name="checksum">The checks.</param>
public sealed class FrameCodec(Crc32C checksum)
{
    /// <summary>The most bytes of a payload.</summary>
    public const int MaximumPayloadBytes = (int)GranuleNumber.Bytes;

    /// <summary>Where the payload of a frame begins that has one.</summary>
    public const int PayloadOffset = BodyOffset + IMessenger.MaximumBodyBytesWithPage + CheckBytes;

    /// <summary>The longest frame that every Ethernet carries (IEEE 802.3), without the frame check sequence.</summary>
    public const int StandardFrameBytes = 1514;

    /// <summary>The most bytes of a datagram's payload: every Ethernet carries it, sealed, too.</summary>
    public const int DatagramPayloadBytes = 1344;

    /// <summary>The longest datagram.</summary>
    public const int DatagramBytes = PayloadOffset + DatagramPayloadBytes;

    /// <summary>The longest frame: 4202 bytes.</summary>
    public const int MaximumFrameBytes = PayloadOffset + MaximumPayloadBytes;

    /// <summary>The longest frame without a payload.</summary>
    public const int MaximumPlainFrameBytes = BodyOffset + IMessenger.MaximumBodyBytes + CheckBytes;

    private const int BodyOffset = EthernetHeader.Bytes + FrameHeader.Bytes;
    /// <summary>What a frame has beside body and payload.</summary>
    public const int OverheadBytes = BodyOffset + CheckBytes;

    private const int CheckBytes = sizeof(uint);
    private const int BodyUnit = sizeof(ulong);

    /// <summary>
    /// Writes a frame into <paramref name="frame"/>, all but the check of what is before the payload: <see cref="Seal"/> it before it goes out. Magic, version, lengths and the payload's check of
    /// <paramref name="header"/> are filled in.
    /// </summary>
    /// <returns>The frame's length in bytes, at least <see cref="EthernetHeader.MinimumFrameBytes"/>.</returns>
    public int Write(Span<byte> frame, MacAddress to, MacAddress from, in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return WriteHead(frame, to, from, in header, body, payload);
        Span<byte> copy = frame.Slice(PayloadStart(body.Length, payload.Length), payload.Length);
        payload.CopyTo(copy);

        // Of the copy: whatever happens to the original, what leaves is what was checked.
        return WriteHead(frame, to, from, in header, body, copy) + copy.Length;
    }

    /// <summary>Writes all of a frame but its payload, which does not change before the frame has left, and the check that <see cref="Seal"/> makes.</summary>
    /// <returns>Where the payload begins, if there is any; else the frame's length.</returns>
    public int WriteHead(Span<byte> frame, MacAddress to, MacAddress from, in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        int payloadStart = PayloadStart(body.Length, payload.Length);
        EthernetHeader.Write(frame, to, from);
        ref FrameHeader written = ref HeaderOf(frame);
        written = header;
        written.Magic = FrameHeader.ExpectedMagic;
        written.Version = FrameHeader.CurrentVersion;
        written.BodyBytes = (ushort)body.Length;
        written.PayloadBytes = (ushort)payload.Length;
        Span<byte> room = frame[BodyOffset..(payloadStart - CheckBytes)];
        body.CopyTo(room);
        if (room.Length != body.Length) room[body.Length..].Clear();
        written.PayloadCheck = payload.IsEmpty ? 0 : checksum.Append(0, payload);
        return payloadStart;
    }

    /// <summary>The header of a frame that <see cref="Write"/> made, in place.</summary>
    public static ref FrameHeader HeaderOf(Span<byte> frame) => ref MemoryMarshal.AsRef<FrameHeader>(frame.Slice(EthernetHeader.Bytes, FrameHeader.Bytes));

    /// <summary>Puts the check of all before the payload into a frame that <see cref="Write"/> made. Again after each change of its header.</summary>
    public void Seal(Span<byte> frame)
    {
        ref FrameHeader header = ref HeaderOf(frame);
        int checkStart = CheckOffset(header.BodyBytes, header.PayloadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[checkStart..], checksum.Append(0, frame[..checkStart]));
    }

    /// <summary>Reads a frame.</summary>
    /// <returns>False for whatever is not a well-formed frame of this version.</returns>
    public bool TryDecode(ReadOnlySpan<byte> frame, out DecodedFrame decoded) => TryDecode(frame, default, out decoded);

    /// <summary>Reads a frame that may be in two pieces.</summary>
    /// <param name="frame">All of it, or what is before <see cref="PayloadOffset"/>.</param>
    /// <param name="rest">What is behind that, if anything.</param>
    /// <param name="decoded">The frame.</param>
    /// <returns>False for whatever is not a well-formed frame of this version.</returns>
    public bool TryDecode(ReadOnlySpan<byte> frame, ReceivedPage rest, out DecodedFrame decoded)
    {
        decoded = default;
        if (frame.Length < BodyOffset + CheckBytes || !EthernetHeader.IsOurs(frame)) return false;
        ref readonly FrameHeader header = ref MemoryMarshal.AsRef<FrameHeader>(frame.Slice(EthernetHeader.Bytes, FrameHeader.Bytes));
        if (!IsWellFormed(in header)) return false;
        int checkStart = CheckOffset(header.BodyBytes, header.PayloadBytes);
        int payloadStart = checkStart + CheckBytes;
        if (frame.Length < payloadStart) return false;
        ReceivedPage payload = rest.IsEmpty ? new ReceivedPage(frame[payloadStart..]) : rest;
        if (payload.Bytes.Length < header.PayloadBytes) return false;
        if (payload.Bytes.Length > header.PayloadBytes) payload = new ReceivedPage(payload.Bytes[..header.PayloadBytes]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[checkStart..]) != checksum.Append(0, frame[..checkStart])) return false;
        if (header.PayloadCheck != (payload.IsEmpty ? 0 : checksum.Append(0, payload.Bytes))) return false;
        decoded = new DecodedFrame(frame, in header, frame.Slice(BodyOffset, header.BodyBytes), payload);
        return true;
    }

    private static bool IsWellFormed(in FrameHeader header) =>
        header.Magic == FrameHeader.ExpectedMagic
        && header.Version == FrameHeader.CurrentVersion
        && header.Kind != MessageKind.None
        && (int)header.Kind < NodeCounters.MaximumKinds
        && (header.Flags & ~FrameFlags.All) == 0
        && header.BodyBytes <= MaximumBodyBytes(header.PayloadBytes)
        && header.PayloadBytes <= MaximumPayloadBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PayloadStart(int bodyBytes, int payloadBytes)
    {
        Panic.Unless(bodyBytes <= MaximumBodyBytes(payloadBytes), "a message body is longer than IMessenger.MaximumBodyBytes, or with a page longer than MaximumBodyBytesWithPage");
        Panic.Unless(payloadBytes <= MaximumPayloadBytes, "a frame's payload is longer than a page");
        return CheckOffset(bodyBytes, payloadBytes) + CheckBytes;
    }

    private static int MaximumBodyBytes(int payloadBytes) => payloadBytes == 0 ? IMessenger.MaximumBodyBytes : IMessenger.MaximumBodyBytesWithPage;

    private static int CheckOffset(int bodyBytes, int payloadBytes) => payloadBytes == 0 ? BodyOffset + ((bodyBytes + BodyUnit - 1) & ~(BodyUnit - 1)) : PayloadOffset - CheckBytes;
}

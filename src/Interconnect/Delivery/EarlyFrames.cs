using System;
using System.Numerics;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The frames of one peer that came before their turn, copied. Under <see cref="LockRank.Receive"/>; which of them are there <see cref="PeerReceiver"/> knows.</summary>
/// <param name="memory">Where they are kept.</param>
/// <param name="start">From here on: <see cref="Bytes"/>.</param>
/// <param name="places">How many places in a row have room: a power of two, so that a frame keeps its place when sequence numbers begin anew.</param>
internal sealed unsafe class EarlyFrames(IPhysicalMemory memory, PhysicalAddress start, int places)
{
    // Cache lines of its own for each.
    private const int StrideBytes = (FrameCodec.MaximumFrameBytes + 63) & ~63;
    private const int MostPlaces = 32;

    private readonly byte* _frames = memory.Pointer(start);

    /// <summary>How many places a peer's frames have if it has <paramref name="window"/> under way at most.</summary>
    public static int Places(int window) => 1 << BitOperations.Log2((uint)Math.Min(window, MostPlaces));

    /// <summary>How much memory that takes.</summary>
    public static ulong Bytes(int places) => (ulong)places * StrideBytes;

    /// <summary>The frame at a place, in one piece; what is behind it means nothing.</summary>
    public ReadOnlySpan<byte> this[uint sequence] => Place(sequence);

    /// <summary>Copies a well-formed frame to its place.</summary>
    public void Put(uint sequence, in ReceivedFrame frame)
    {
        Span<byte> place = Place(sequence);

        // Longer is padding only.
        ReadOnlySpan<byte> head = frame.Bytes[..Math.Min(frame.Length, place.Length)];
        head.CopyTo(place);
        Span<byte> behind = place[head.Length..];
        frame.Rest.Bytes[..Math.Min(frame.Rest.Bytes.Length, behind.Length)].CopyTo(behind);
    }

    private Span<byte> Place(uint sequence) => new(_frames + ((sequence & (uint)(places - 1)) * (ulong)StrideBytes), FrameCodec.MaximumFrameBytes);
}

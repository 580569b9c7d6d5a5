using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// By which two machines that have no numbers yet make sure that the other is there and means this run: each gives the other a number and believes what comes with that number only (as TCP's initial sequence numbers, or
/// DTLS's cookies: RFC 9147, 5.1). Stands at the end of the body of a discovery, an offer and a challenge (little-endian, 16 bytes).
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct Introduction
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 16;

    /// <summary>The sender's number for the receiver, which the receiver is to bring back; 0 if it wants nothing back.</summary>
    public ulong Ours;

    /// <summary>The receiver's number for the sender, brought back; 0 before the sender has heard it.</summary>
    public ulong Theirs;

    /// <summary>Reads the introduction that is a frame's body.</summary>
    /// <returns>False if the body has another length.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out Introduction introduction)
    {
        introduction = default;
        if (body.Length != Bytes) return false;
        introduction = MemoryMarshal.Read<Introduction>(body);
        return true;
    }

    /// <summary>Its bytes.</summary>
    [UnscopedRef]
    internal ReadOnlySpan<byte> AsBytes() => MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref this, 1));
}

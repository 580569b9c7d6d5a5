using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// What stands behind the Ethernet header of a sealed frame, before what would stand there otherwise: little-endian, 48 bytes. docs/wire-format.md says what is sealed how.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct Envelope
{
    /// <summary>How long it is: a multiple of 8, so that what follows stays aligned.</summary>
    public const int Bytes = 48;

    /// <summary>How much of it is before the tag.</summary>
    public const int BytesBeforeTag = Bytes - Poly1305.TagBytes;

    /// <summary>"PLVS", read as a little-endian number.</summary>
    public const uint ExpectedMagic = 0x5356_4c50;

    /// <summary>The version of the envelope.</summary>
    public const byte CurrentVersion = 1;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public uint Magic;

    /// <summary><see cref="CurrentVersion"/>.</summary>
    public byte Version;

    /// <summary>How it is sealed.</summary>
    public SealMode Mode;

    private readonly ushort _reserved;

    /// <summary>The frame's number among all that this boot of its sender has sealed, from 1.</summary>
    public ulong Number;

    /// <summary>What tells this boot of the sender from all others.</summary>
    public SessionSalt Salt;

    private readonly ulong _tagLow;
    private readonly ulong _tagHigh;
}

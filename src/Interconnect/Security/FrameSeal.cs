using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// Seals frames and opens them: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), which is ChaCha20-Poly1305 (RFC 8439, 2.8) under a key that follows from the cluster's key and the <see cref="SessionSalt"/> of the sender's
/// boot; the nonce is the frame's number. The associated data are the Ethernet header and the envelope; of a frame that is only authenticated, all the rest, too, and the text is empty.
/// </summary>
/// <param name="key">What the cluster's nodes share.</param>
public sealed class FrameSeal(ClusterKey key)
{
    /// <summary>How much longer a sealed frame is.</summary>
    public const int OverheadBytes = Envelope.Bytes;

    private const int TextOffset = EthernetHeader.Bytes + Envelope.Bytes;
    private const int AssociatedBytes = EthernetHeader.Bytes + Envelope.BytesBeforeTag;

    private readonly FrameSessions _sessions = new();

    /// <summary>Whether a frame that came is sealed.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> frame) =>
        EthernetHeader.IsOurs(frame) && frame.Length >= TextOffset && EnvelopeOf(frame).Magic == Envelope.ExpectedMagic;

    /// <summary>Seals a frame under a key of its own sender's.</summary>
    /// <param name="session">That key.</param>
    /// <param name="salt">From which it follows.</param>
    /// <param name="number">The frame's: never the same twice under a key.</param>
    /// <param name="mode">How.</param>
    /// <param name="head">The frame, or the first part of it, at least the Ethernet header.</param>
    /// <param name="rest">The rest of it.</param>
    /// <param name="to">Gets the sealed frame: <see cref="OverheadBytes"/> more.</param>
    internal static void Seal(in SessionKey session, in SessionSalt salt, ulong number, SealMode mode, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, Span<byte> to)
    {
        head[..EthernetHeader.Bytes].CopyTo(to);
        MemoryMarshal.AsRef<Envelope>(to.Slice(EthernetHeader.Bytes, Envelope.Bytes)) =
            new Envelope { Magic = Envelope.ExpectedMagic, Version = Envelope.CurrentVersion, Mode = mode, Number = number, Salt = salt };
        ChaCha20Poly1305 seal = SealOf(in session, number);
        ReadOnlySpan<byte> text = head[EthernetHeader.Bytes..];
        Span<byte> sealedText = to[TextOffset..];
        if (mode == SealMode.Encrypted)
        {
            seal.Apply(text, sealedText);
            seal.Apply(rest, sealedText[text.Length..]);
        }
        else
        {
            text.CopyTo(sealedText);
            rest.CopyTo(sealedText[text.Length..]);
        }
        Finish(ref seal, mode, to[..AssociatedBytes], sealedText, default, to.Slice(AssociatedBytes, Poly1305.TagBytes));
    }

    /// <summary>Seals a frame under the key of the sender's boot that <paramref name="salt"/> stands for: who sends few need not keep it.</summary>
    /// <param name="salt">Tells the sender's boot from all others that use the cluster's key.</param>
    /// <param name="number">The frame's: never the same twice with a salt.</param>
    /// <param name="mode">How.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="to">Gets the sealed frame: <see cref="OverheadBytes"/> more.</param>
    public void Seal(in SessionSalt salt, ulong number, SealMode mode, ReadOnlySpan<byte> frame, Span<byte> to)
    {
        SessionKey session = key.Derive(in salt);
        Seal(in session, in salt, number, mode, frame, default, to);
    }

    /// <summary>Opens a frame where it is: behind <see cref="OverheadBytes"/> there is then what was sealed, with the Ethernet header in front.</summary>
    /// <param name="head">The sealed frame, or the first part of it. Nothing of it is changed unless it is opened.</param>
    /// <param name="rest">The rest of it.</param>
    public FrameOpening Open(Span<byte> head, Span<byte> rest)
    {
        if (!EthernetHeader.IsOurs(head)) return FrameOpening.Foreign;
        if (!IsSealed(head)) return FrameOpening.NotSealed;
        Envelope envelope = EnvelopeOf(head);
        if (envelope.Version != Envelope.CurrentVersion || envelope.Mode is not (SealMode.Authenticated or SealMode.Encrypted)) return FrameOpening.NotSealed;
        ref FrameSession session = ref _sessions.Find(in envelope.Salt);
        bool isKnown = session.IsKnown && session.Salt.Equals(envelope.Salt);
        if (isKnown && !session.Taken.IsNew(envelope.Number)) return FrameOpening.Repeated;
        SessionKey sessionKey = isKnown ? session.Key : key.Derive(in envelope.Salt);
        ChaCha20Poly1305 seal = SealOf(in sessionKey, envelope.Number);
        if (!IsGenuine(ref seal, envelope.Mode, head, rest)) return FrameOpening.NotGenuine;
        if (!isKnown)
        {
            if (!_sessions.HasRoom) return FrameOpening.OneTooMany;
            _sessions.Keep(ref session, in envelope.Salt, in sessionKey);
        }
        session.Taken.Take(envelope.Number);
        if (envelope.Mode == SealMode.Encrypted)
        {
            seal.Apply(head[TextOffset..], head[TextOffset..]);
            seal.Apply(rest, rest);
        }
        head[..EthernetHeader.Bytes].CopyTo(head[OverheadBytes..]);
        return FrameOpening.Opened;
    }

    private static ref readonly Envelope EnvelopeOf(ReadOnlySpan<byte> frame) => ref MemoryMarshal.AsRef<Envelope>(frame.Slice(EthernetHeader.Bytes, Envelope.Bytes));

    // The nonce of 96 bits begins with 32 that are zero.
    private static ChaCha20Poly1305 SealOf(in SessionKey session, ulong number) => new(session, 0, (uint)number, (uint)(number >> 32));

    private static bool IsGenuine(ref ChaCha20Poly1305 seal, SealMode mode, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        Span<byte> tag = stackalloc byte[Poly1305.TagBytes];
        Finish(ref seal, mode, head[..AssociatedBytes], head[TextOffset..], rest, tag);

        // All of it is compared, wherever it differs.
        ReadOnlySpan<byte> sent = head.Slice(AssociatedBytes, Poly1305.TagBytes);
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(tag) ^ BinaryPrimitives.ReadUInt64LittleEndian(sent);
        ulong high = BinaryPrimitives.ReadUInt64LittleEndian(tag[sizeof(ulong)..]) ^ BinaryPrimitives.ReadUInt64LittleEndian(sent[sizeof(ulong)..]);
        return (low | high) == 0;
    }

    private static void Finish(ref ChaCha20Poly1305 seal, SealMode mode, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, Span<byte> tag)
    {
        seal.Associate(associated);
        if (mode == SealMode.Encrypted)
        {
            seal.Authenticate(text);
            seal.Authenticate(rest);
        }
        else
        {
            seal.Associate(text);
            seal.Associate(rest);
        }
        seal.Finish(tag);
    }
}

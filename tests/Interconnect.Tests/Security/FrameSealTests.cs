using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class FrameSealTests
{
    private static readonly Arbitrary<int> s_seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_was_sealed_is_opened_whole_or_in_two_pieces() => Check((random, mode) =>
    {
        (FrameSeal seal, SessionKey key, SessionSalt salt) = Parties(random);
        byte[] plain = Frame(random);
        byte[] sent = Seal(random, plain, key, salt, 1, mode);
        int split = random.Next(Math.Min(sent.Length, EthernetHeader.Bytes + FrameSeal.OverheadBytes), sent.Length + 1);
        Assert.Equal(mode == SealMode.Authenticated, sent.AsSpan(EthernetHeader.Bytes + FrameSeal.OverheadBytes).SequenceEqual(plain.AsSpan(EthernetHeader.Bytes)));
        Assert.Equal(FrameOpening.Opened, seal.Open(sent.AsSpan(0, split), sent.AsSpan(split)));
        Assert.Equal(plain, sent[FrameSeal.OverheadBytes..]);
    });

    [Fact]
    public void It_is_what_the_frameworks_own_implementation_makes() => Check((random, mode) =>
    {
        (_, SessionKey key, SessionSalt salt) = Parties(random);
        byte[] plain = Frame(random);
        ulong number = (ulong)random.NextInt64(1, long.MaxValue);
        byte[] sent = Seal(random, plain, key, salt, number, mode);
        byte[] nonce = [0, 0, 0, 0, .. BitConverter.GetBytes(number)];
        byte[] associated = [.. sent[..(EthernetHeader.Bytes + Envelope.BytesBeforeTag)], .. mode == SealMode.Authenticated ? plain[EthernetHeader.Bytes..] : []];
        byte[] text = mode == SealMode.Authenticated ? [] : plain[EthernetHeader.Bytes..];
        byte[] sealedText = new byte[text.Length];
        byte[] tag = new byte[Poly1305.TagBytes];
        using System.Security.Cryptography.ChaCha20Poly1305 reference = new(MemoryMarshal.AsBytes((ReadOnlySpan<uint>)key));
        reference.Encrypt(nonce, text, sealedText, tag, associated);
        Assert.Equal(tag, sent.AsSpan(EthernetHeader.Bytes + Envelope.BytesBeforeTag, Poly1305.TagBytes));
        if (mode == SealMode.Encrypted) Assert.Equal(sealedText, sent[(EthernetHeader.Bytes + Envelope.Bytes)..]);
    });

    [Fact]
    public void One_changed_bit_anywhere_is_noticed_and_nothing_is_opened() => Check((random, mode) =>
    {
        (FrameSeal seal, SessionKey key, SessionSalt salt) = Parties(random);
        byte[] sent = Seal(random, Frame(random), key, salt, 1, mode);
        byte[] changed = [.. sent];
        int bit = random.Next(changed.Length * 8);
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        byte[] before = [.. changed];
        Assert.NotEqual(FrameOpening.Opened, seal.Open(changed, default));
        Assert.Equal(before, changed);
        Assert.Equal(FrameOpening.Opened, seal.Open(sent, default));
    });

    [Fact]
    public void A_frame_is_opened_once() => Check((random, mode) =>
    {
        (FrameSeal seal, SessionKey key, SessionSalt salt) = Parties(random);
        byte[] sent = Seal(random, Frame(random), key, salt, 7, mode);
        byte[] again = [.. sent];
        Assert.Equal(FrameOpening.Opened, seal.Open(sent, default));
        Assert.Equal(FrameOpening.Repeated, seal.Open(again, default));
    });

    [Fact]
    public void A_frame_under_another_key_is_not_genuine() => Check((random, mode) =>
    {
        (_, SessionKey key, SessionSalt salt) = Parties(random);
        Assert.Equal(FrameOpening.NotGenuine, new FrameSeal(NewKey(random)).Open(Seal(random, Frame(random), key, salt, 1, mode), default));
    });

    [Fact]
    public void Any_bytes_at_all_are_refused() => Check((random, mode) =>
    {
        FrameSeal seal = Parties(random).Seal;
        byte[] bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        if (bytes.Length > EthernetHeader.Bytes && random.Next(2) == 0) (bytes[12], bytes[13]) = (0x88, 0xb5);
        if (bytes.Length > EthernetHeader.Bytes + 6 && random.Next(2) == 0) ((byte[])[.. "PLVS\u0001"u8, (byte)mode]).CopyTo(bytes, EthernetHeader.Bytes);
        Assert.NotEqual(FrameOpening.Opened, seal.Open(bytes, default));
    });

    // Frames of earlier runs, say: they fill the table, and what is in it is not lost.
    [Fact]
    public void There_is_room_for_so_many_senders_and_none_is_forgotten()
    {
        Random random = new(1);
        ClusterKey cluster = NewKey(random);
        FrameSeal seal = new(cluster);
        SessionSalt[] salts = [.. Enumerable.Range(0, FrameSessions.Capacity + 1).Select(i => new SessionSalt((ulong)i % 3, (ulong)i))];
        for (int i = 0; i < salts.Length; i++)
        {
            FrameOpening expected = i < FrameSessions.Capacity ? FrameOpening.Opened : FrameOpening.OneTooMany;
            Assert.Equal(expected, seal.Open(Seal(random, Frame(random), cluster.Derive(salts[i]), salts[i], 1, SealMode.Encrypted), default));
        }
        foreach (SessionSalt salt in salts[..^1]) Assert.Equal(FrameOpening.Repeated, seal.Open(Seal(random, Frame(random), cluster.Derive(salt), salt, 1, SealMode.Encrypted), default));
    }

    [Theory]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff", true)]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff\n", true)]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff\r\n", true)]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff\n\n", false)]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeef", false)]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeefg", false)]
    [InlineData("", false)]
    public void A_key_is_64_digits(string file, bool isKey) => Assert.Equal(isKey, ClusterKey.Read(Encoding.ASCII.GetBytes(file)) is not null);

    [Fact]
    public void A_keys_digits_are_its_bytes_in_their_order()
    {
        const string Digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        uint[] expected = new uint[ChaCha20.KeyWords];
        ChaCha20.Derive(MemoryMarshal.Cast<byte, uint>(Convert.FromHexString(Digits)), [1, 0, 2, 0], expected);
        SessionKey derived = ClusterKey.Read(Encoding.ASCII.GetBytes(Digits))!.Derive(new SessionSalt(1, 2));
        Assert.Equal(expected, ((ReadOnlySpan<uint>)derived).ToArray());
    }

    [Fact]
    public void The_envelope_is_the_documented_one()
    {
        Random random = new(1);
        (_, SessionKey key, _) = Parties(random);
        byte[] sent = Seal(random, Frame(random), key, new SessionSalt(0x0807060504030201, 0x100f0e0d0c0b0a09), 0x0102030405060708, SealMode.Encrypted);
        Assert.Equal("504c5653" + "01" + "02" + "0000" + "0807060504030201" + "0102030405060708090a0b0c0d0e0f10", Convert.ToHexStringLower(sent.AsSpan(EthernetHeader.Bytes, Envelope.BytesBeforeTag)));
        Assert.Equal(48, Envelope.Bytes);
    }

    private static void Check(Action<Random, SealMode> property) => Prop.ForAll(s_seeds, seed =>
    {
        property(new Random(seed), SealMode.Authenticated);
        property(new Random(seed), SealMode.Encrypted);
    }).QuickCheckThrowOnFailure();

    private static (FrameSeal Seal, SessionKey Key, SessionSalt Salt) Parties(Random random)
    {
        ClusterKey cluster = NewKey(random);
        SessionSalt salt = new((ulong)random.NextInt64(), (ulong)random.NextInt64());
        return (new FrameSeal(cluster), cluster.Derive(salt), salt);
    }

    private static ClusterKey NewKey(Random random)
    {
        byte[] bytes = new byte[ClusterKey.Digits / 2];
        random.NextBytes(bytes);
        return ClusterKey.Read(Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)))!;
    }

    private static byte[] Frame(Random random)
    {
        byte[] frame = new byte[random.Next(EthernetHeader.Bytes + 1, FrameCodec.MaximumFrameBytes + 1)];
        random.NextBytes(frame);
        (frame[12], frame[13]) = (0x88, 0xb5);
        return frame;
    }

    // In two pieces, as a frame leaves whose page is elsewhere.
    private static byte[] Seal(Random random, byte[] plain, SessionKey key, SessionSalt salt, ulong number, SealMode mode)
    {
        int split = random.Next(EthernetHeader.Bytes, plain.Length + 1);
        byte[] sent = new byte[plain.Length + FrameSeal.OverheadBytes];
        FrameSeal.Seal(in key, in salt, number, mode, plain.AsSpan(0, split), plain.AsSpan(split), sent);
        return sent;
    }
}

using System;
using System.Buffers.Binary;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class FrameCodecTests
{
    private static readonly MacAddress s_to = new(0x5254_0000_0002);
    private static readonly MacAddress s_from = new(0x5254_0000_0001);

    [Fact]
    public void Any_bytes_are_decoded_or_refused_without_harm() =>
        Prop.ForAll<byte[]>(bytes => { TestNetwork.Codec.TryDecode(bytes, out _); }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_begin_like_a_frame_are_refused_without_harm() =>
        Prop.ForAll<byte[]>(tail =>
        {
            byte[] frame = [.. Encode(new FrameHeader { Kind = MessageKind.FirstCoherence }, [], []).Take(20), .. tail];
            Assert.False(TestNetwork.Codec.TryDecode(frame, out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_encoded_is_decoded() =>
        Prop.ForAll<byte[], byte[], int>(
            (body, payload, seed) =>
            {
                FrameHeader header = RandomHeader(new Random(seed));
                body = body.Take(payload.Length == 0 ? IMessenger.MaximumBodyBytes : IMessenger.MaximumBodyBytesWithPage).ToArray();
                byte[] frame = Encode(header, body, payload);
                Assert.True(TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded));
                Assert.Equal(body, decoded.Body.ToArray());
                Assert.Equal(payload, decoded.Payload.ToArray());
                Assert.Equal(s_to.Value, decoded.DestinationAddress.Value);
                Assert.Equal(s_from.Value, decoded.SourceAddress.Value);
                Assert.Equal(Fields(header), Fields(decoded.Header));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flipped_bit_anywhere_in_a_frame_is_noticed()
    {
        byte[] frame = Encode(new FrameHeader { Kind = MessageKind.FirstCoherence, Epoch = 7 }, [1, 2, 3, 4, 5, 6, 7, 8, 9], Page(1));
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(TestNetwork.Codec.TryDecode(frame, out _), $"bit {bit}");
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(TestNetwork.Codec.TryDecode(frame, out _));
    }

    [Fact]
    public void Damage_of_any_shape_is_noticed()
    {
        for (int seed = 1; seed <= 5000; seed++)
        {
            Random random = new(seed);
            byte[] frame = Encode(RandomHeader(random), new byte[random.Next(41)], Page(seed));
            byte[] damaged = (byte[])frame.Clone();
            random.NextBytes(damaged.AsSpan(random.Next(frame.Length - 64), random.Next(2, 64)));
            Assert.True(!TestNetwork.Codec.TryDecode(damaged, out _) || damaged.SequenceEqual(frame), $"seed {seed}");
        }
    }

    [Fact]
    public void Another_payload_under_the_same_header_is_noticed()
    {
        byte[] one = Encode(new FrameHeader { Kind = MessageKind.FirstCoherence }, [1], Page(1));
        byte[] other = Encode(new FrameHeader { Kind = MessageKind.FirstCoherence }, [1], Page(2));
        Assert.False(TestNetwork.Codec.TryDecode((byte[])[.. one[..70], .. other[70..]], out _));
    }

    [Fact]
    public void Every_cut_of_a_frame_is_refused_and_padding_is_ignored()
    {
        byte[] frame = Encode(new FrameHeader { Kind = MessageKind.FirstCoherence }, new byte[13], new byte[4096]);
        for (int length = 0; length < frame.Length; length++) Assert.False(TestNetwork.Codec.TryDecode(frame.AsSpan(0, length), out _));
        Assert.True(TestNetwork.Codec.TryDecode((byte[])[.. frame, 0, 0, 0], out DecodedFrame decoded));
        Assert.Equal(4096, decoded.Payload.Length);
    }

    [Fact]
    public void The_layout_is_the_documented_one()
    {
        FrameHeader header = new()
        {
            Kind = (MessageKind)0x21,
            Source = new NodeId(1),
            Destination = new NodeId(2),
            Epoch = 0x0807_0605_0403_0201,
            Sequence = 0x1413_1211,
            Acknowledgement = 0x1817_1615,
            GuestTime = new Cycles(0x2827_2625_2423_2221),
            Flags = FrameFlags.Sequenced | FrameFlags.Acknowledges,
            Kept = 0x3433_3231,
        };
        string text = Convert.ToHexStringLower(Encode(header, [0xaa, 0xbb, 0xcc], [0xdd, 0xee]));
        Assert.Equal(
            "525400000002" + "525400000001" + "88b5"
            + "504c5652" + "0a210102" + "0102030405060708" + "11121314" + "15161718" + "2122232425262728" + "0300" + "0200" + "0000" + "0300",
            text[..(2 * 54)]);
        Assert.Equal($"{LittleEndian(Crc(0xdd, 0xee))}31323334aabbcc{new string('0', 2 * 37)}", text[(2 * 54)..(2 * 102)]);
        Assert.Equal($"{LittleEndian(Crc(Convert.FromHexString(text[..(2 * 102)])))}ddee", text[(2 * 102)..]);
        text = Convert.ToHexStringLower(Encode(header, [0xaa, 0xbb, 0xcc], []));
        Assert.Equal("0000000031323334aabbcc0000000000", text[(2 * 54)..(2 * 70)]);
        Assert.Equal(LittleEndian(Crc(Convert.FromHexString(text[..(2 * 70)]))), text[(2 * 70)..]);
        Assert.Equal(106, FrameCodec.PayloadOffset);
        Assert.Equal(4202, FrameCodec.MaximumFrameBytes);
    }

    private static (MessageKind, ushort, ushort, ulong, uint, ulong, ulong, FrameFlags) Fields(in FrameHeader header) =>
        (header.Kind, header.Source.Value, header.Destination.Value, header.Epoch, header.Sequence,
            header.Arrived, header.GuestTime.Value, header.Flags);

    private static FrameHeader RandomHeader(Random random) => new()
    {
        Kind = (MessageKind)random.Next(1, 128),
        Source = new NodeId((ushort)random.Next(256)),
        Destination = new NodeId((ushort)random.Next(256)),
        Epoch = (ulong)random.NextInt64(),
        Sequence = (uint)random.NextInt64(),
        Arrived = (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        GuestTime = new Cycles((ulong)random.NextInt64()),
        Flags = (FrameFlags)random.Next((int)FrameFlags.All + 1),
    };

    private static uint Crc(params byte[] bytes) => new TableCrc32C().Append(0, bytes);

    private static string LittleEndian(uint value) => $"{BinaryPrimitives.ReverseEndianness(value):x8}";

    private static byte[] Page(int seed)
    {
        byte[] page = new byte[4096];
        new Random(seed).NextBytes(page);
        return page;
    }

    private static byte[] Encode(FrameHeader header, byte[] body, byte[] payload)
    {
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        int length = TestNetwork.Codec.Write(frame, s_to, s_from, in header, body, payload);
        TestNetwork.Codec.Seal(frame.AsSpan(0, length));
        return frame[..length];
    }
}

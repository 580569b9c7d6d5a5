using System;
using System.Linq;
using System.Numerics;
using System.Text;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class Crc32CTests
{
    private readonly TableCrc32C _crc = new();

    [Fact]
    public void The_vectors_of_RFC_3720_come_out()
    {
        byte[] ascending = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Assert.Equal(0x8a91_36aau, _crc.Append(0, new byte[32]));
        Assert.Equal(0x62a8_ab43u, _crc.Append(0, [.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46dd_794eu, _crc.Append(0, ascending));
        Assert.Equal(0x113f_db5cu, _crc.Append(0, [.. ascending.Reverse()]));
        Assert.Equal(0xe306_9283u, _crc.Append(0, Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0u, _crc.Append(0, []));
    }

    [Fact]
    public void Every_length_at_every_alignment_is_what_the_framework_says()
    {
        Random random = new(1);
        byte[] bytes = new byte[300];
        random.NextBytes(bytes);
        for (int start = 0; start < 8; start++)
        {
            for (int length = 0; length <= 280; length++)
            {
                ReadOnlySpan<byte> part = bytes.AsSpan(start, length);
                Assert.Equal(Framework(part), _crc.Append(0, part));
            }
        }
    }

    [Fact]
    public void A_check_can_be_made_piece_by_piece()
    {
        Random random = new(2);
        byte[] page = new byte[4096];
        random.NextBytes(page);
        uint whole = Framework(page);
        for (int i = 0; i < 200; i++)
        {
            int cut = random.Next(page.Length + 1);
            Assert.Equal(whole, _crc.Append(_crc.Append(0, page.AsSpan(0, cut)), page.AsSpan(cut)));
        }
    }

    private static uint Framework(ReadOnlySpan<byte> bytes)
    {
        uint state = uint.MaxValue;
        foreach (byte value in bytes) state = BitOperations.Crc32C(state, value);
        return ~state;
    }
}

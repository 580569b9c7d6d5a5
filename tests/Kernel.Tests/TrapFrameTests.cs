using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public class TrapFrameTests
{
    // FRAME_BYTES, FRAME_SIMD and FRAME_FPSR in Metal/vectors.S.
    [Fact]
    public void The_vectors_and_the_structure_have_one_layout()
    {
        Assert.Equal(816, Unsafe.SizeOf<TrapFrame>());
        Assert.Equal(288, (int)Marshal.OffsetOf<TrapFrame>(nameof(TrapFrame.Q)));
        Assert.Equal(800, (int)Marshal.OffsetOf<TrapFrame>(nameof(TrapFrame.Fpsr)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_lane_is_written_alone(int bytes)
    {
        TrapFrame frame = default;
        for (int i = 0; i < 64; i++) frame.Q[i] = 0x0123_4567_89ab_cdef;
        for (int lane = 0; lane < 16 / bytes; lane++)
        {
            TrapFrame before = frame;
            frame.WriteLane(31, lane, bytes, ulong.MaxValue);
            Span<byte> expected = MemoryMarshal.AsBytes(new Span<TrapFrame>(ref before));
            expected.Slice(288 + (31 * 16) + (lane * bytes), bytes).Fill(0xff);
            Assert.True(expected.SequenceEqual(MemoryMarshal.AsBytes(new Span<TrapFrame>(ref frame))));
            Assert.Equal(ulong.MaxValue >> (64 - (8 * bytes)), frame.ReadLane(31, lane, bytes));
        }
        frame.ClearSimd(31);
        Assert.Equal((0ul, 0ul, 0x0123_4567_89ab_cdeful), (frame.Q[62], frame.Q[63], frame.Q[61]));
    }
}

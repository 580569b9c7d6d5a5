using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class AccessEmulationTests
{
    private const uint SignExtends = 1 << 21;
    private const uint Is64Bit = 1 << 15;

    [Theory]
    [InlineData(0u, 0ul, 0xf0ul)] // ldrb
    [InlineData(0u, SignExtends, 0xffff_fff0ul)] // ldrsb w
    [InlineData(0u, SignExtends | Is64Bit, 0xffff_ffff_ffff_fff0ul)] // ldrsb x
    [InlineData(1u, 0ul, 0xe0f0ul)]
    [InlineData(1u, SignExtends | Is64Bit, 0xffff_ffff_ffff_e0f0ul)]
    [InlineData(2u, 0ul, 0xc0d0_e0f0ul)]
    [InlineData(2u, SignExtends | Is64Bit, 0xffff_ffff_c0d0_e0f0ul)] // ldrsw
    [InlineData(3u, Is64Bit, 0x8090_a0b0_c0d0_e0f0ul)]
    public void A_load_fills_its_register_as_the_CPU_would(uint size, ulong flags, ulong expected) =>
        Assert.Equal(expected, AccessEmulation.Extend(0x8090_a0b0_c0d0_e0f0, new AbortSyndrome((1u << 24) | (size << 22) | (uint)flags)));

    [Fact]
    public void A_positive_number_stays_positive() =>
        Assert.Equal(0x70ul, AccessEmulation.Extend(0xff70, new AbortSyndrome((1u << 24) | SignExtends | Is64Bit)));
}

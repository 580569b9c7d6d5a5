using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class TextBuilderTests
{
    [Fact]
    public void Interpolation_writes_numbers_and_domain_types()
    {
        RecordingLog log = new();
        log.Info($"{new NodeId(3)} has {17u} pages from {new GuestPhysicalAddress(0x4000_0000)}, {-5}, {0xabcul:x}, {new MacAddress(0x5254_0000_0001)}");
        Assert.Equal("Information: node 3 has 17 pages from 0x40000000, -5, 0xabc, 52:54:00:00:00:01", Assert.Single(log.Lines));
    }

    [Fact]
    public void A_line_that_is_too_long_is_cut()
    {
        TextBuilder text = new(0, 0);
        for (int i = 0; i < 300; i++) text.Append('x');
        Assert.Equal(TextBuilder.Capacity, text.Length);
    }

    [Fact]
    public void A_panic_carries_its_text()
    {
        PanicException panic = Assert.Throws<PanicException>(() => Panic.Fail($"{new PageNumber(0x40001)} has no owner"));
        Assert.Equal("page 0x40001 has no owner", panic.Message);
    }
}

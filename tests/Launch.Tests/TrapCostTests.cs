using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class TrapCostTests
{
    [Fact]
    public void Each_line_of_a_name_and_a_number_is_a_cost() =>
        Assert.Equal([new TrapCost("null HVC (PSCI_VERSION)", 311), new TrapCost("GICD_CTLR read", 907)], TrapCost.In("null HVC (PSCI_VERSION)  311\r\nGICD_CTLR read           907\n"));

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("null HVC\n")]
    [InlineData("null HVC  -3\n")]
    [InlineData("null HVC  0x10\n")]
    public void Other_lines_are_none(string console) => Assert.Empty(TrapCost.In(console));
}

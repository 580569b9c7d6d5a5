using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class UnknownNameTests
{
    private static readonly string[] _known = ["pigz", "pixz", "xz-utils", "oz", "stress-ng", "strace", "python3", "python3-minimal"];

    [Theory]
    [InlineData("pigzz", "pigzz (is it pigz?)")]
    [InlineData("pgiz", "pgiz")]
    [InlineData("pixgz", "pixgz (is it pigz, or pixz?)")]
    [InlineData("xz", "xz (is it xz-utils, or oz?)")]
    [InlineData("stress_ng", "stress_ng (is it stress-ng?)")]
    [InlineData("stress", "stress (is it stress-ng?)")]
    [InlineData("pyton3", "pyton3 (is it python3?)")]
    [InlineData("hackbench", "hackbench")]
    public void What_may_have_been_meant_is_said(string name, string text) => Assert.Equal(text, UnknownName.Among(_known, name).ToString());
}

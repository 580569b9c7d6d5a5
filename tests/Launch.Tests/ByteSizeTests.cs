using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class ByteSizeTests
{
    [Theory]
    [InlineData("512M", 512L << 20, "512M")]
    [InlineData("2g", 2L << 30, "2G")]
    [InlineData("1536MiB", 1536L << 20, "1536M")]
    [InlineData("64K", 64L << 10, "64K")]
    [InlineData("4097", 4097, "4097")]
    [InlineData("0", 0, "0")]
    public void Sizes_are_read_and_written(string text, long bytes, string canonical)
    {
        Assert.True(ByteSize.TryParse(text, out long read));
        Assert.Equal(bytes, read);
        Assert.Equal(canonical, ByteSize.Format(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1M")]
    [InlineData("1.5G")]
    [InlineData("lots")]
    [InlineData("9999999999999G")]
    public void Nonsense_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));
}

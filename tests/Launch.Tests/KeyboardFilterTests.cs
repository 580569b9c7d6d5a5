using System.Linq;
using Pilevisor.Cli.Presentation;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class KeyboardFilterTests
{
    [Theory]
    [InlineData("ls\r", "ls\r", false)]
    [InlineData("a\u0001xb", "a", true)]
    [InlineData("\u0001\u0001x", "\u0001x", false)]
    [InlineData("\u0001ax", "\u0001x", false)]
    [InlineData("\u0001qx", "x", false)]
    public void Control_A_x_quits(string typed, string forGuest, bool quits)
    {
        // Key by key, as a person types: the escape is remembered in between.
        KeyboardFilter filter = new();
        string got = string.Concat(typed.SelectMany(key => filter.Take([(byte)key])).Select(key => (char)key));
        Assert.Equal((forGuest, quits), (got, filter.Quit));
    }
}

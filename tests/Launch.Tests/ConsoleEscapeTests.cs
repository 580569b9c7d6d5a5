using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class ConsoleEscapeTests
{
    [Fact]
    public void What_is_typed_stays_as_it_is_but_for_the_escape()
    {
        byte[] all = new byte[256];
        for (int i = 0; i < all.Length; i++) all[i] = (byte)i;
        Assert.Equal([.. all[..0x1f], 0x1e, .. all[0x1f..]], ConsoleEscape.Typed(all));
    }

    [Fact]
    public void A_size_is_a_line_of_its_own() => Assert.Equal("\u001e40 132\n"u8.ToArray(), ConsoleEscape.Resized(new TerminalSize(40, 132)));
}

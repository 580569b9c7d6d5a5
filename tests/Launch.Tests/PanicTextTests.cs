using System.Text;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class PanicTextTests
{
    [Fact]
    public void A_report_on_the_serial_port_is_found_among_other_lines()
    {
        PanicText text = new();
        foreach (string piece in (string[])["boot\r\nnothing PANIC here\r\nPAN", "IC cpu 0: lost\r", "\n  at 0x40200010\r\n"]) text.AddSerial(Encoding.ASCII.GetBytes(piece));
        Assert.Equal("PANIC cpu 0: lost\n  at 0x40200010", text.Text);
    }

    [Fact]
    public void A_report_that_comes_both_ways_is_shown_once()
    {
        PanicText text = new();
        text.AddReported("PANIC cpu 1: gone");
        text.AddSerial("PANIC cpu 1: gone\n  at 0x40200010\n"u8);
        text.AddReported("  at 0x40200010");
        Assert.Equal("PANIC cpu 1: gone\n  at 0x40200010", text.Text);
    }

    [Fact]
    public void Without_a_panic_there_is_no_text()
    {
        PanicText text = new();
        text.AddSerial("Kernel panic - not syncing\n"u8);
        Assert.Null(text.Text);
    }
}

using System;
using System.Collections.Generic;
using System.Text;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class MarkerScannerTests
{
    private const string Token = "0123abcd";
    private const string Console = "booting\r\n\u001e0123abcd ready\n\u001e0123abcd begin\nline 1\nno end of line\u001e0123abcd end 42\npower down";

    [Fact]
    public void Markers_are_found_in_their_place()
    {
        Assert.Equal("booting\r\n<Ready 0><CommandBegins 0>line 1\nno end of line<CommandEnded 42>power down", Scan([Console]));
    }

    [Fact]
    public void Where_the_bytes_are_cut_does_not_matter()
    {
        string whole = Scan([Console]);
        for (int first = 0; first < Console.Length; first++)
        {
            for (int second = first; second <= Console.Length; second++) Assert.Equal(whole, Scan([Console[..first], Console[first..second], Console[second..]]));
        }
    }

    [Theory]
    [InlineData("\u001e0123abcx ready\n")]
    [InlineData("\u001e0123abcd nonsense\n")]
    [InlineData("\u001e0123abcd end forty-two\n")]
    [InlineData("\u001e0123abcd a word that is much too long\n")]
    [InlineData("\u001e\u001e\u001e\n")]
    [InlineData("\u001e0123ab\n\u001e")]
    public void What_only_looks_like_a_marker_passes_through(string text)
    {
        // What could still become a marker is held back until something follows.
        string passed = Scan([text, "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"]);
        Assert.StartsWith(text, passed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_separator_in_front_of_a_marker_hides_nothing()
    {
        Assert.Equal("\u001e<Ready 0>", Scan(["\u001e\u001e0123abcd ready\r\n"]));
    }

    private static string Scan(IEnumerable<string> pieces)
    {
        StringBuilder seen = new();
        MarkerScanner scanner = new(Token);
        foreach (string piece in pieces)
            scanner.Scan(Encoding.Latin1.GetBytes(piece), bytes => seen.Append(Encoding.Latin1.GetString(bytes.Span)), marker => seen.Append($"<{marker.Kind} {marker.Status}>"));
        return seen.ToString();
    }
}

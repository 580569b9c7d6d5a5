using System.Globalization;
using System.IO;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

public class GuestSymbolsTests
{
    // Out of order, as modules make it, and with the marks of data in code.
    private const string SystemMap = """
        ffff800008000000 t _head
        ffff800008000000 T _text
        ffff800008010000 T _stext
        ffff800008010000 t $x
        ffff800008010100 t first_function
        ffff800008010180 W weak_function
        ffff800009000ff0 D before
        ffff800009001000 D jiffies
        ffff800009001040 d local_lock
        ffff800009001ff8 B last
        ffff800009002000 B next_page
        ffff800001230000 t in_module	[virtio_net]
        """;

    private static readonly TraceHeader _header = SmallTraces.Of([]).Header;

    [Theory]
    [InlineData("ffff800008010100", "first_function")]
    [InlineData("ffff80000801017c", "first_function")]
    [InlineData("ffff800008010180", "weak_function")]
    [InlineData("ffff8000080100ff", "_stext")]
    [InlineData("ffff800001230004", "in_module [virtio_net]")]
    // Too far behind a function, before all of them, and a program's.
    [InlineData("ffff800008020180", null)]
    [InlineData("ffff800001000000", null)]
    [InlineData("0000000000400c28", null)]
    public void An_instruction_is_in_a_function(string address, string? function) => Assert.Equal(function, Read(SystemMap).FunctionAt(ulong.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0x41001u, "jiffies, local_lock, last")]
    // "last" may reach into the page, "next_page" is at its start.
    [InlineData(0x41002u, "next_page")]
    [InlineData(0x41000u, "before")]
    [InlineData(0x42000u, "")]
    [InlineData(0x40000u, "")]
    public void A_page_of_the_kernels_image_has_data(uint page, string names) => Assert.Equal(names, string.Join(", ", Read(SystemMap).DataOn(new PageNumber(page), _header)));

    [Fact]
    public void Functions_alone_tell_of_no_data()
    {
        GuestSymbols symbols = Read("ffff800008010000 T _stext\nffff800008010100 t one\n");
        Assert.Equal((2, false), (symbols.Functions, symbols.HasData));
        Assert.Empty(symbols.DataOn(new PageNumber(0x40010), _header));
    }

    [Theory]
    [InlineData("", "has no symbols")]
    [InlineData("\n\n", "has no symbols")]
    [InlineData("0000000000000000 T _text\n0000000000000000 t one\n", "kptr_restrict")]
    [InlineData("0000000000401000 T main\n", "no function at a kernel's address")]
    [InlineData("ffff800009001000 D jiffies\n", "no function at a kernel's address")]
    [InlineData("ffff800008010000 T one\nnonsense\n", "map:2: \"nonsense\" is not \"ADDRESS TYPE NAME")]
    [InlineData("ffff800008010000 T\n", "map:1:")]
    [InlineData("ffff800008010000 TT one\n", "map:1:")]
    [InlineData("ffff800008010000 T one module\n", "map:1:")]
    [InlineData("0xffff800008010000 T one\n", "map:1:")]
    [InlineData("ffff80000801000g T one\n", "map:1:")]
    [InlineData("0ffff800008010000 T one\n", "map:1:")]
    [InlineData("ffff800008010000 T o\u0001ne\n", "map:1:")]
    public void What_names_no_kernel_is_refused(string text, string says)
    {
        LaunchException refusal = Assert.Throws<LaunchException>(() => Read(text));
        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.Contains(says, refusal.Message);
    }

    [Fact]
    public void A_line_without_end_is_not_read_to_its_end()
    {
        using StringReader text = new(new string('a', 5000));
        Assert.Contains("map:1: a line of more than", Assert.Throws<LaunchException>(() => GuestSymbolsReader.Read(text, "map")).Message);
        Assert.InRange(text.ReadToEnd().Length, 3900, 4100);
    }

    private static GuestSymbols Read(string text) => GuestSymbolsReader.Read(new StringReader(text), "map");
}

using System.Text;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class FirstWordsTests
{
    [Theory]
    [InlineData("hello\n", "hello\n")]
    [InlineData("\r\nPANel\n", "\r\nPANel\n")]
    [InlineData("PANIC cpu 0: no memory\n  at 0x40200010\n", "")]
    [InlineData("\r\nPANIC at boot: no memory", "")]
    [InlineData("ok\nPANIC of the guest's own\n", "ok\nPANIC of the guest's own\n")]
    public void What_the_guest_says_passes_and_a_panic_does_not(string serial, string guest)
    {
        Assert.Equal(guest, Take(new FirstWords(mayPanic: true), serial, cut: serial.Length));
        Assert.Equal(guest, Take(new FirstWords(mayPanic: true), serial, cut: 1));
    }

    [Fact]
    public void Without_a_hypervisor_every_word_is_the_guests() => Assert.Equal("PANIC ", Take(new FirstWords(mayPanic: false), "PANIC ", cut: 2));

    private static string Take(FirstWords words, string serial, int cut)
    {
        StringBuilder taken = new();
        for (int i = 0; i < serial.Length; i += cut) taken.Append(Encoding.ASCII.GetString(words.Take(Encoding.ASCII.GetBytes(serial.Substring(i, cut)))));
        return taken.ToString();
    }
}

using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class QemuProgramsTests
{
    [Theory]
    [InlineData("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers", 7)]
    [InlineData("QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1~bpo12+1)", 10)]
    public void A_version_is_what_QEMU_says(string text, int major) => Assert.Equal(major, QemuPrograms.Major(text));

    [Fact]
    public void What_says_no_version_is_quoted() => Assert.Contains("command not found", Assert.Throws<LaunchException>(() => QemuPrograms.Major("command not found")).Message);
}

using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class DebianSourcesTests
{
    private const string Deb822 = """
        Types: deb
        URIs: http://mirror.example/debian/
        Suites: bookworm bookworm-updates
        Components: main
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://mirror.example/debian-security
        Suites: bookworm-security
        Components: main
        """;

    [Fact]
    public void Both_formats_of_source_files_are_understood()
    {
        const string OneLine = "# deb http://old.example/debian bookworm main\ndeb [arch=amd64] http://mirror.example/debian bookworm main\ndeb http://mirror.example/debian-security bookworm-security main\n";
        Assert.Equal(DebianSources.Lines(DebianSelection.Guests, [Deb822]), DebianSources.Lines(DebianSelection.Guests, [OneLine]));
    }

    [Fact]
    public void Guests_come_from_the_hosts_mirrors_for_arm64()
    {
        IReadOnlyList<string> lines = DebianSources.Lines(DebianSelection.Guests, [Deb822]);
        Assert.Equal(["http://mirror.example/debian bookworm main", "http://mirror.example/debian bookworm-updates main", "http://mirror.example/debian-security bookworm-security main"],
            lines.Select(l => l.Split("] ")[1]));
        Assert.All(lines, l => Assert.Contains("arch=arm64", l));
        Assert.Equal(["deb http://mirror.example/debian bookworm main", "deb http://mirror.example/debian bookworm-updates main", "deb http://mirror.example/debian-security bookworm-security main"], DebianSources.OwnLines(DebianSelection.Guests, [Deb822]));
        Assert.Equal("http://mirror.example/debian", DebianSources.Mirror([Deb822]));
    }

    [Fact]
    public void Backports_come_from_there_for_the_host()
    {
        string line = Assert.Single(DebianSources.Lines(DebianSelection.Backports, [Deb822]));
        Assert.Matches(@"^deb \[arch=(amd64|arm64) signed-by=\S+\] http://mirror\.example/debian bookworm-backports main$", line);
    }

    [Fact]
    public void Other_peoples_archives_are_no_mirrors() =>
        Assert.Contains("no Debian mirror", Assert.Throws<LaunchException>(() => DebianSources.Lines(DebianSelection.Guests, ["deb https://packages.example/node_20.x nodistro main"])).Message);
}

using System.IO;
using System.Linq;
using Pilevisor.Lab.Checking;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>docs/protocols.md promises to be what the protocols do.</summary>
public sealed class TransitionTableTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(Shipped.Root, "docs", "protocols.md"));

    public static TheoryData<string> Protocols => [.. Shipped.ProtocolNames];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void The_page_has_the_protocols_states_and_events(string protocol) =>
        Assert.Contains(TransitionTable.Of(Shipped.Subject(protocol), TestContext.Current.CancellationToken), _page, System.StringComparison.Ordinal);

    [Fact]
    public void It_has_no_other_tables() => Assert.Equal(Shipped.ProtocolNames, _page.Split('\n').Where(line => line.StartsWith("## ", System.StringComparison.Ordinal)).Select(line => line[3..].Trim()));
}

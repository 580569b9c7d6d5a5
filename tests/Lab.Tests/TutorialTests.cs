using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Pilevisor.Lab.Checking;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Traces;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>docs/lab.md promises that its tutorial is run as it stands.</summary>
public sealed class TutorialTests
{
    private static readonly string _text = File.ReadAllText(Path.Combine(Shipped.Root, "docs", "lab.md"));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    public void An_idea_leads_to_the_chart_below_it(int idea, int nodes)
    {
        ProtocolInfo protocol = Shipped.Protocol("OwnerDirectory");
        Mistake mistake = Assert.Single(MistakeFile.Parse(Block("mistake", idea).Split('\n'), "src/Coherence/OwnerDirectory", "docs/lab.md"));
        ModelSubject subject = Shipped.Mistakes.Plant(protocol, mistake);
        Exploration found = Shipped.FindViolation(subject, new ModelShape(nodes))!;
        CheckTrace trace = CheckTrace.Of(protocol, mistake, found);
        string chart = new SequenceChart(trace.Finds!, nodes, [.. trace.Play(subject)], trace.LoopFrom).ToText();
        Assert.Equal(Lines(chart), Lines(Block("chart", idea)));
    }

    [Fact]
    public void What_ships_is_right() => Assert.Null(Shipped.FindViolation(Shipped.Subject("OwnerDirectory"), new ModelShape(3)));

    private static string Block(string kind, int number) =>
        Regex.Matches(_text, $"```{kind}\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).ElementAt(number);

    private static string[] Lines(string text) => [.. text.TrimEnd().Split('\n').Select(line => line.TrimEnd())];
}

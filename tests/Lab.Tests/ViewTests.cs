using System.Linq;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Views;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>The views of a cluster that grows and shrinks: right in every state that a small one can reach, and every known mistake is found.</summary>
public sealed class ViewTests(ITestOutputHelper output)
{
    private static readonly ViewShape[] _shapes = [new(1, 1), new(1, 2), new(2, 2), new(3, 2), new(1, 3), new(2, 3), new(1, 1, Leaves: true), new(2, 1, Leaves: true), new(1, 2, Leaves: true), new(3, 1, Deaths: false, Leaves: true), new(2, 2, Deaths: false, Leaves: true),
        new(3, 1, Deaths: false, Kills: 2), new(1, 2, Deaths: false, Kills: 2), new(1, 2, Deaths: false, Leaves: true, Kills: 1), new(2, 1, Deaths: false, Leaves: true, Kills: 2)];

    public static TheoryData<string> Mistakes => [.. ViewExplorer.Mistakes(Shipped.Root).Select(mistake => mistake.Name)];

    [Fact]
    public void The_views_that_ship_are_right_in_every_state()
    {
        foreach (ViewShape shape in _shapes)
        {
            ViewExploration exploration = ViewExplorer.Of(Shipped.Root, null).Run(shape, TestContext.Current.CancellationToken);
            output.WriteLine($"{exploration}");
            Assert.Null(exploration.Violation);
            Assert.True(exploration.States > 2 * shape.Places);
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_planted_mistake_is_found(string name)
    {
        Mistake mistake = ViewExplorer.Mistakes(Shipped.Root).Single(m => m.Name == name);
        ViewExplorer explorer = ViewExplorer.Of(Shipped.Root, mistake);
        ViewExploration? found = _shapes.Select(shape => explorer.Run(shape, TestContext.Current.CancellationToken)).FirstOrDefault(exploration => exploration.Violation is not null);
        Assert.True(found is not null, "nothing was found");
        output.WriteLine($"{found}");
    }

    [Fact]
    public void There_are_more_than_twenty_known_mistakes() => Assert.True(Mistakes.Count() > 20);

    [Fact]
    public void What_is_too_large_is_refused() => Assert.Contains("5 nodes altogether", Assert.Throws<LabException>(() => new ViewShape(4, 2).Refuse()).Message);
}

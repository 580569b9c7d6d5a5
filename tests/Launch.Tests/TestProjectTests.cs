using System;
using System.IO;
using System.Threading.Tasks;
using Pilevisor.Cli.Commands;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class TestProjectTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task What_takes_long_is_run_when_all_is_asked_for_and_is_else_no_failure(bool all, int passed)
    {
        string results = Path.Combine(_place.Path, "results.xml");
        string[] arguments = [.. TestProject.Arguments(typeof(TestProjectTests).Assembly.Location, results, all), "-class", typeof(OneShortOneLong).FullName!];
        await new HostCommand("dotnet", arguments).RunCheckedAsync(TestContext.Current.CancellationToken);
        TestOutcome outcome = TestProject.Read("Launch.Tests", results, 0);
        Assert.Equal((passed, 0), (outcome.Passed, outcome.Failed));
    }

    // xunit's own format, of which this is one test's part.
    [Fact]
    public async Task A_test_that_failed_is_named_with_what_it_says()
    {
        string results = Path.Combine(_place.Path, "results.xml");
        await File.WriteAllTextAsync(
            results,
            $"""<assemblies><assembly passed="1" failed="1"><collection><test name="A.Wrong(x: 1)" result="Fail"><failure><message>1 is not 2{new string('.', 3000)}</message></failure></test><test name="A.Right" result="Pass" /></collection></assembly></assemblies>""",
            TestContext.Current.CancellationToken);
        TestOutcome outcome = TestProject.Read("A.Tests", results, 0);
        Assert.Equal((1, 1), (outcome.Passed, outcome.Failed));
        string failure = Assert.Single(outcome.Failures);
        Assert.Matches(@"^A\.Wrong\(x: 1\): 1 is not 2\.{1900,2000} …$", failure);
    }

    [Fact]
    public async Task Tests_that_are_not_at_their_end_within_the_limit_are_ended()
    {
        string[] arguments = [.. TestProject.Arguments(typeof(TestProjectTests).Assembly.Location, Path.Combine(_place.Path, "results.xml"), all: false), "-class", typeof(OneShortOneLong).FullName!];
        Assert.Null(await TestProject.RunAsync(arguments, TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken));
        Assert.Equal(0, await TestProject.RunAsync(arguments, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _place.Dispose();

    /// <summary>What the test above runs in a process of its own.</summary>
    public class OneShortOneLong
    {
        [Fact]
        public void A_short_one() => Assert.NotNull(TestContext.Current.Test);

        [Fact]
        [Trait("Length", "long")]
        public void A_long_one() => Assert.Equal(["long"], TestContext.Current.Test!.Traits["Length"]);
    }
}

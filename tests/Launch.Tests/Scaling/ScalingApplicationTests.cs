using System;
using System.IO;
using System.Linq;
using Pilevisor.Cli.Scaling;
using Pilevisor.Launch.Layout;
using Xunit;

namespace Pilevisor.Launch.Tests.Scaling;

public sealed class ScalingApplicationTests
{
    [Fact]
    public void The_documentation_says_of_each_what_it_shares()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(RepositoryLayout.Find().Root, "docs/scaling.md")).SkipWhile(line => !line.StartsWith("| application", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))];
        Assert.Equal(ScalingApplication.All.Select(application => $"| {application.Name} | {application.About} |"), rows);
    }
}

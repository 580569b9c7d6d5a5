using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

/// <summary>report, from its words to its status and its file.</summary>
public sealed class ReportCommandTests
{
    [Fact]
    public async Task A_trace_becomes_a_page()
    {
        using TemporaryDirectory folder = new();
        string trace = folder.File("my.trace", SmallTraces.Text(SmallTraces.Records("0w 1r")));
        string symbols = folder.File("kallsyms", "ffff800008010000 T one\n");
        string page = Path.Combine(folder.Path, "my.html");
        Assert.Equal(ExitStatus.Success, await InvokeAsync($"report {trace} -o {page} --symbols {symbols} --pages 5"));
        Assert.Contains("read-mostly", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken));
        Assert.Equal(ExitStatus.Success, await InvokeAsync($"report {trace} -o {page} --json"));
    }

    [Theory]
    [InlineData("report /nowhere/my.trace", "no such trace")]
    [InlineData("report FOLDER", "is a directory")]
    [InlineData("report NONSENSE -o FOLDER/out.html", "not the first line of a trace")]
    [InlineData("report TRACE --pages 0", "not within 1 to")]
    [InlineData("report TRACE --pages 1001", "not within 1 to")]
    [InlineData("report TRACE -o /nowhere/my.html", "no such directory for the report")]
    [InlineData("report TRACE -o FOLDER", "is a directory: name a file")]
    [InlineData("report TRACE -o TRACE", "take the place")]
    [InlineData("report TRACE --symbols NONSENSE -o NONSENSE", "take the place")]
    [InlineData("report TRACE --symbols /nowhere/map -o FOLDER/out.html", "no such file of symbols")]
    [InlineData("report TRACE --symbols NONSENSE -o FOLDER/out.html", "ADDRESS TYPE NAME")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(string line, string says)
    {
        using TemporaryDirectory folder = new();
        string trace = folder.File("my.trace", SmallTraces.Text(SmallTraces.Records("0w 1r")));
        string nonsense = folder.File("nonsense", "nonsense\n");
        LaunchException refusal = await Assert.ThrowsAnyAsync<LaunchException>(() => InvokeAsync(line.Replace("TRACE", trace).Replace("NONSENSE", nonsense).Replace("FOLDER", folder.Path)));
        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.Contains(says, refusal.Message);
        Assert.Equal([trace, nonsense], Directory.GetFiles(folder.Path).Order());
    }

    private static async Task<int> InvokeAsync(string line)
    {
        await using ServiceProvider services = CommandLine.Build();
        ParseResult request = services.GetRequiredService<PilevisorCommand>().Parse(line.Split(' '));
        Assert.Empty(request.Errors);
        return await request.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }
}

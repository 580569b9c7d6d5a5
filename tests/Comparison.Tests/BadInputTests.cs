using System;
using System.CommandLine;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Pilevisor.Launch;
using Xunit;

namespace Pilevisor.Comparison.Tests;

public class BadInputTests
{
    private const string Trace = "TRACE";

    [Theory]
    [InlineData("compare --workload nonsense", "there is no workload 'nonsense'; there are false-sharing")]
    [InlineData("compare --protocol nonsense", "there is no protocol 'nonsense'; there are DynamicOwner, MesiDirectory, MigratoryDirectory, MsiDirectory")]
    [InlineData("compare --nodes 1", "nodes: 1 is not within 2 to ")]
    [InlineData("compare --nodes two", "'two' is no number")]
    [InlineData("compare --workload no/such.trace", "cannot be opened")]
    [InlineData("compare --out /no/such/place/report.html", "no such directory for the report")]
    [InlineData("compare --validate --hold 2000000", "a hypervisor holds a page for 1000000 us at most")]
    [InlineData("compare --nodes 3 --workload " + Trace, "was recorded on 2 nodes")]
    [InlineData("sim --nodes 2,4 --workload " + Trace, "was recorded on 2 nodes")]
    [InlineData("sim --cpus 2 --workload " + Trace, "was recorded on nodes of 1 CPUs")]
    public async Task What_cannot_be_is_refused_with_what_would_be_right(string line, string says)
    {
        string trace = Path.Combine(Path.GetTempPath(), $"pilevisor-{Environment.ProcessId}-{Guid.NewGuid():n}.trace");
        await File.WriteAllTextAsync(trace, SmallTrace.Text("1000 1 0 r 0x40001 500"), TestContext.Current.CancellationToken);
        try
        {
            string[] words = line.Replace(Trace, trace, StringComparison.Ordinal).Split(' ');
            using ServiceProvider services = CommandLine.Build();
            ParseResult request = services.GetRequiredService<PilevisorCommand>().Parse(words);
            Assert.Empty(request.Errors);
            LaunchException refused = await Assert.ThrowsAnyAsync<LaunchException>(() => request.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));
            Assert.Equal(ExitStatus.BadInput, refused.Status);
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(trace);
        }
    }
}

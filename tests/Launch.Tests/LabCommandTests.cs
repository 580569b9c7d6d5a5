using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>The Lab's commands, from their words to their status.</summary>
public sealed class LabCommandTests
{
    [Theory]
    [InlineData("check --protocol Mesi2", "OwnerDirectory")]
    [InlineData("check --nodes 9", "2 to 4")]
    [InlineData("check --faults fire", "duplicate")]
    [InlineData("check --break nothing", "write-before-acknowledgements")]
    [InlineData("check --trace /nowhere/found.trace", "--out")]
    [InlineData("check --out /nowhere/found.trace", "no such directory for the trace")]
    [InlineData("sim --nodes 1", "not within")]
    [InlineData("sim --nodes 4,x", "no number")]
    [InlineData("sim --workload nonsense", "zipf")]
    [InlineData("sim --loss 2", "0 to 0.5")]
    [InlineData("sim --pause 1", "N")]
    [InlineData("sim --seeds 0", "1 is the least")]
    [InlineData("sim --hold -1", "not within 0 to")]
    [InlineData("sim --hold 9223372036854775807", "out of all measure")]
    [InlineData("sim --hold 9000000000000000", "not within 0 to")]
    [InlineData("sim --latency -1", "a latency of -1000 ns: 0 to")]
    [InlineData("sim --latency 9000000000000000000", "out of all measure")]
    [InlineData("sim --bandwidth -1", "1,000 are the least")]
    [InlineData("sim --bandwidth 9000000000000000000", "out of all measure")]
    [InlineData("sim --bandwidth 9000000000000", "the most")]
    [InlineData("sim --loss NaN", "0 to 0.5")]
    [InlineData("sim --duplicate Infinity", "0 to 0.5")]
    [InlineData("sim --cpus -1", "not within 1 to")]
    [InlineData("sim --pages -1", "not within 1 to")]
    [InlineData("sim --cache -1", "not within")]
    [InlineData("sim --accesses -1", "not within 1 to")]
    [InlineData("sim --nodes 99999999999", "no number")]
    [InlineData("compare --hold -1", "not within 0 to")]
    [InlineData("compare --cluster --hold 1000001", "1000000 us at most")]
    [InlineData("check --memory 0", "--memory")]
    [InlineData("check --pages -1", "1 to 4")]
    [InlineData("check --cpus 99", "1 to 2")]
    [InlineData("bench boot --rounds 0", "at least one round")]
    [InlineData("bench fetch --functions -1", "--functions -1")]
    [InlineData("sim --prefetch Prophecy", "SequentialPrefetch")]
    public async Task What_cannot_be_is_refused_with_what_would_be_right(string line, string says)
    {
        LaunchException refusal = await Assert.ThrowsAnyAsync<LaunchException>(() => InvokeAsync(line));
        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.Contains(says, refusal.Message);
    }

    [Fact]
    public async Task A_protocol_that_is_right_ends_well() => Assert.Equal(ExitStatus.Success, await InvokeAsync("check --nodes 2 --json"));

    [Fact]
    public async Task A_violation_is_a_status_and_files_that_play_it_again()
    {
        string folder = Directory.CreateTempSubdirectory("pilevisor-check").FullName;
        try
        {
            string trace = Path.Combine(folder, "found.trace");
            Assert.Equal(ExitStatus.TestsFailed, await InvokeAsync($"check --nodes 2 --protocol OwnerDirectory --break forgotten-owner --out {trace}"));
            Assert.Equal(["found.mmd", "found.svg", "found.trace"], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order());
            Assert.Equal(ExitStatus.TestsFailed, await InvokeAsync($"check --trace {trace}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_idea_in_a_file_is_planted_and_its_trace_is_played_with_it()
    {
        string folder = Directory.CreateTempSubdirectory("pilevisor-check").FullName;
        try
        {
            string idea = Path.Combine(folder, "idea.txt");
            string trace = Path.Combine(folder, "found.trace");
            File.WriteAllLines(idea, ["no-owner", "    Home need not remember.", "    OwnerDirectory.Home.cs", "    - entry.Owner = requester;", "    + ;"]);
            Assert.Equal(ExitStatus.TestsFailed, await InvokeAsync($"check --nodes 2 --protocol OwnerDirectory --break {idea} --out {trace}"));
            Assert.Equal(ExitStatus.TestsFailed, await InvokeAsync($"check --trace {trace} --break {idea}"));
            Assert.Contains("no-owner", (await Assert.ThrowsAnyAsync<LaunchException>(() => InvokeAsync($"check --trace {trace}"))).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_simulation_ends_well() => Assert.Equal(ExitStatus.Success, await InvokeAsync("sim --workload migratory --nodes 2,3 --accesses 100 --json"));

    [Fact]
    public async Task A_campaign_ends_well() => Assert.Equal(ExitStatus.Success, await InvokeAsync("sim --workload zipf --seeds 5 --accesses 100"));

    private static async Task<int> InvokeAsync(string line)
    {
        await using ServiceProvider services = CommandLine.Build();
        ParseResult request = services.GetRequiredService<PilevisorCommand>().Parse(line.Split(' '));
        Assert.Empty(request.Errors);
        return await request.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }
}

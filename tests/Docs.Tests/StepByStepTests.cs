using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Docs.Tests;

/// <summary>
/// Does what documents say step by step, as it stands, in a directory outside the working copy. A block <c>sh</c> is run, <c>mistake FILE</c> is written to that file, and a block <c>chart</c> must be in the output
/// of the command before it. A command that plants a mistake must find it, all others must end well.
/// </summary>
public sealed class StepByStepTests : IDisposable
{
    private const int MostLines = 160;
    private const int MostLinesOfBoard = 60;
    private const int Found = 1;

    private readonly string _directory = Directory.CreateTempSubdirectory("pilevisor-docs-").FullName;

    private string Hive => Path.Combine(_directory, "hive");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    [Trait("Length", "long")]
    public async Task A_protocol_of_ones_own_is_made_checked_and_booted()
    {
        HostCommandResult last = await FollowAsync("docs/writing-a-protocol.md", _ => { });
        Assert.Equal("2", last.Output[^1]);
    }

    [Fact]
    public async Task A_board_of_ones_own_boots_the_self_test_one_node_and_two()
    {
        List<string> ends = [];
        await FollowAsync("docs/boards.md", result => ends.Add(result.Output.LastOrDefault() ?? string.Empty));
        Assert.Equal(["end", "1", "2"], ends.TakeLast(3));
    }

    [Fact]
    public void The_board_to_begin_with_is_short() => Assert.InRange(File.ReadAllLines(Path.Combine(Document.Root, "samples/YourBoard/IYourBoard.cs")).Length, 1, MostLinesOfBoard);

    private async Task<HostCommandResult> FollowAsync(string document, Action<HostCommandResult> see)
    {
        string directory = _directory;
        HostCommandResult last = new(0, [], []);
        DocumentBlock[] blocks = [.. new Document(document).Blocks().Where(block => block.Section == "Step by step")];
        foreach (DocumentBlock block in blocks)
        {
            string[] kind = block.Kind.Split(' ');
            if (kind[0] == "mistake") File.WriteAllLines(Path.Combine(directory, kind[1]), block.Lines);
            else if (kind[0] == "chart") Assert.Contains(block.Text, string.Join('\n', last.Output.Select(line => line.TrimEnd())), StringComparison.Ordinal);
            else foreach (string line in block.Lines)
            {
                if (line.StartsWith("cd ", StringComparison.Ordinal)) directory = Path.Combine(directory, line[3..]);
                else see(last = await RunAsync(line, directory));
            }
        }

        return last;
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task A_variant_is_made_from_its_template_and_boots()
    {
        await RunAsync("dotnet new install $PILEVISOR/samples", _directory);
        await RunAsync("dotnet new pilevisor-variant -o MyVariant --pilevisor $PILEVISOR", _directory);
        HostCommandResult result = await RunAsync("$PILEVISOR/pilevisor up --variant ./MyVariant-Release --exec nproc", _directory);
        Assert.Equal("2", result.Output[^1]);
    }

    /// <summary>Lines that say something: braces, comments and what is at the top of every file do not count.</summary>
    [Fact]
    public void The_protocol_to_begin_with_is_short()
    {
        IEnumerable<string> lines = Directory.GetFiles(Path.Combine(Document.Root, "samples/YourProtocol"), "YourProtocol*.cs").SelectMany(File.ReadAllLines).Select(line => line.Trim());
        Assert.InRange(lines.Count(line => line is not ("" or "{" or "}") && !line.StartsWith("//") && !line.StartsWith("using ") && !line.StartsWith("namespace ")), 1, MostLines);
    }

    // Templates are installed into a hive of the test's own, so that nothing of the user's is changed.
    private async Task<HostCommandResult> RunAsync(string line, string directory)
    {
        string command = line.StartsWith("dotnet new ", StringComparison.Ordinal) ? $"{line} --debug:custom-hive {Hive}" : line;
        HostCommandResult result = await new HostCommand("sh", "-c", command) { Directory = directory, Environment = new Dictionary<string, string?> { ["PILEVISOR"] = Document.Root } }.RunAsync(TestContext.Current.CancellationToken);
        int expected = line.Contains(" --break ", StringComparison.Ordinal) ? Found : 0;
        Assert.True(result.Status == expected, $"`{line}` ended with status {result.Status}:\n{string.Join('\n', result.Output.Concat(result.Error).TakeLast(30))}");
        return result;
    }
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Docs.Tests;

/// <summary>
/// Every command in README.md and docs/ is understood by the command line itself; those that are quick are run. Others run elsewhere: docs/writing-a-protocol.md's steps in <see cref="StepByStepTests"/>, docs/lab.md's ideas in
/// Lab.Tests (TutorialTests), <c>check</c> of all that ships in Lab.Tests (ExhaustiveTests), <c>up</c> and <c>bench</c> in Image.Tests.
/// </summary>
public sealed partial class CommandTests
{
    /// <summary>What is run here, as it stands in a document, and the status it must end with.</summary>
    private static readonly Dictionary<string, int> _quick = new()
    {
        ["check --protocol OwnerDirectory"] = 0,
        ["check --break write-before-acknowledgements"] = 1,
        ["check --protocol samples/YourProtocol"] = 0,
        ["check --protocol samples/YourProtocol --faults loss,duplicate,reorder"] = 0,
        ["check --table --protocol samples/YourProtocol"] = 0,
        ["sim --nodes 4"] = 0,
    };

    public static TheoryData<string> Lines => [.. All.Distinct()];

    public static TheoryData<string> Quick => [.. _quick.Keys];

    private static IEnumerable<string> All => from document in Document.All from block in document.Blocks() from line in block.Lines let command = Command().Match(line) where command.Success select command.Groups[1].Value.Trim();

    /// <summary>A synopsis, which has brackets, names options that exist.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public void A_command_is_understood(string line)
    {
        using ServiceProvider services = CommandLine.Build();
        PilevisorCommand root = services.GetRequiredService<PilevisorCommand>();
        if (!line.Contains("[--", StringComparison.Ordinal))
        {
            Assert.Empty(root.Parse(Words(line)).Errors);
            return;
        }
        // Options of a command's command come after both names.
        Command command = root.Parse(Words(line.Split(" [")[0])).CommandResult.Command;
        Assert.All(OptionName().Matches(line), option => Assert.Contains(command.Options, known => known.Name == option.Value));
    }

    [Theory]
    [MemberData(nameof(Quick))]
    public async Task A_quick_command_ends_as_it_should(string line)
    {
        Assert.Contains(All, command => string.Join(' ', Words(command)) == line);
        HostCommandResult result = await new HostCommand("sh", "-c", $"./pilevisor {line}") { Directory = Document.Root }.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(_quick[line], result.Status);
    }

    [Theory]
    [InlineData("up --exec 'a; b \"c\"' --nodes 2; echo $?   # and more", "up|--exec|a; b \"c\"|--nodes|2")]
    [InlineData("build MyVariant      # or another", "build|MyVariant")]
    [InlineData("up --exec 'a > b' > file", "up|--exec|a > b")]
    public void A_line_is_cut_into_words_as_a_shell_does(string line, string words) => Assert.Equal(words, string.Join('|', Words(line)));

    [Fact]
    public void An_unknown_option_is_found()
    {
        using ServiceProvider services = CommandLine.Build();
        Assert.NotEmpty(services.GetRequiredService<PilevisorCommand>().Parse(Words("check --protocl all")).Errors);
    }

    /// <summary>The words of the first command of a line, without its comment.</summary>
    private static string[] Words(string line) => [.. Word().Matches(FirstCommand().Match(line).Value).Select(word => word.Value.Trim('\''))];

    [GeneratedRegex(@"^(?:\$ )?(?:\./|\$PILEVISOR/)pilevisor(?: |$)(.*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"^(?:'[^']*'|[^'#;>])*")]
    private static partial Regex FirstCommand();

    [GeneratedRegex(@"'[^']*'|[^'\s]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex OptionName();
}

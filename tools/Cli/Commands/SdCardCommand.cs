using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Cards;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Cli.Commands;

/// <summary>sdcard: writes the boot partitions of real boards.</summary>
internal sealed class SdCardCommand : Command
{
    private static readonly ClusterConfiguration _defaults = new();
    private readonly Option<string> _board = new("--board") { Description = "What the machines are", HelpName = "NAME", DefaultValueFactory = _ => SdCard.Board };
    private readonly Option<string> _output = new("-o") { Description = "Where the files go", HelpName = "DIR", Required = true };
    private readonly Option<string> _variant = new("--variant") { Description = "The image that each node boots", HelpName = "NAME", DefaultValueFactory = _ => SdCard.DefaultVariant };
    private readonly Option<int> _nodes = new("--nodes") { Description = "Boards of the cluster", HelpName = "N", DefaultValueFactory = _ => _defaults.Nodes };
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "What each node gives to the guest [default: 512M]");
    private readonly Option<long?> _cache = SizeOption.Create("--cache", "Each node's room for other nodes' pages [default: a quarter of --memory]");
    private readonly SdCard _card;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public SdCardCommand(SdCard card, PackageInstaller packages, IActivities activities)
        : base("sdcard", "Write the boot partitions' files of real boards, except for the firmware's own")
    {
        (_card, _packages, _activities) = (card, packages, activities);
        _board.AcceptOnlyFromAmong(SdCard.Board);
        foreach (Option option in (Option[])[_board, _output, _variant, _nodes, _memory, _cache]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        string output = request.GetValue(_output)!;
        ClusterConfiguration configuration = _defaults with
        {
            Variant = request.GetValue(_variant)!,
            Nodes = request.GetValue(_nodes),
            MemoryBytes = request.GetValue(_memory) ?? _defaults.MemoryBytes,
            CacheBytes = request.GetValue(_cache),
        };
        string[] problems = [.. _card.Problems(configuration), .. ((string?[])[OutputPath.DirectoryProblem(output, "the directory for the files,")]).OfType<string>()];
        if (problems.Length > 0) throw new LaunchException(ExitStatus.BadInput, string.Join('\n', problems));
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        using (IActivity activity = _activities.Begin("writing the boot partitions' files"))
        {
            await _card.WriteAsync(configuration, output, cancellation);
            activity.Succeed();
        }

        Console.Out.WriteLine($"{output}/{SdCard.Leader}: the partition of the board that leads{(configuration.Nodes > 1 ? $"; {output}/{SdCard.Others}: that of each other" : "")}");
        Console.Out.WriteLine($"Each takes besides, from {SdCard.FirmwareSource}: {string.Join(", ", SdCard.FirmwareFiles)}");
        Console.Out.WriteLine("docs/raspberry-pi.md says how to go on.");
        return 0;
    }
}

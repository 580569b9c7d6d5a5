using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Cli.Commands;

/// <summary>test: builds everything (which checks warnings and formatting) and runs every test project, those that boot machines last. What takes long is left out unless it is asked for.</summary>
internal sealed class TestCommand : Command
{
    private const string Slowest = "Image.Tests";
    private readonly Option<bool> _all = new("--all") { Description = "Also run the tests that take long" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON before the last line" };
    private readonly RepositoryLayout _layout;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public TestCommand(RepositoryLayout layout, PackageInstaller packages, IActivities activities)
        : base("test", "Run the tests; the last line says how many passed and failed")
    {
        (_layout, _packages, _activities) = (layout, packages, activities);
        Add(_all);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        await _packages.EnsureAsync(HostPackages.ForTests, cancellation);
        await BuildAsync(cancellation);
        List<TestOutcome> outcomes = [];
        foreach (string project in Projects()) outcomes.Add(await TestProject.RunAsync(project, request.GetValue(_all), cancellation));
        foreach (string failure in outcomes.SelectMany(o => o.Failures)) Console.Out.WriteLine($"failed: {failure}");
        if (request.GetValue(_json)) Json.Print(new { projects = outcomes });
        Console.Out.WriteLine($"{outcomes.Sum(o => o.Passed)} passed, {outcomes.Sum(o => o.Failed)} failed");
        return outcomes.Sum(o => o.Failed) == 0 && outcomes.Count > 0 ? ExitStatus.Success : ExitStatus.TestsFailed;
    }

    private async Task BuildAsync(CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin("building everything");
        string[] arguments = ["build", Path.Combine(_layout.Root, "Pilevisor.sln"), "-c", "Release", "-v", "minimal", "--nologo", "-tl:off"];
        await new HostCommand("dotnet", arguments) { Directory = _layout.Root, OnLine = line => activity.Report(line.Trim()) }.RunCheckedAsync(cancellation);
        activity.Succeed();
    }

    private IEnumerable<string> Projects() => Directory.EnumerateDirectories(_layout.Tests, "*.Tests").Where(d => File.Exists(Path.Combine(d, Path.GetFileName(d) + ".csproj")))
        .OrderBy(d => Path.GetFileName(d) == Slowest).ThenBy(d => d, StringComparer.Ordinal);
}

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Cli.Commands;

/// <summary>A test project is a program: it is run on its own, with its output as it comes, and says in a file what passed.</summary>
internal static class TestProject
{
    /// <summary>A test that takes long has this trait: <c>[Trait("Length", "long")]</c>.</summary>
    private const string Long = "Length=long";

    /// <summary>A test that runs for so long is named while it runs, and again each time as much has passed.</summary>
    private const string NamedAfterSeconds = "120";

    /// <summary>How long a project's tests may take together: some minutes are usual, and hours with those that take long.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan _limitOfAll = TimeSpan.FromHours(12);

    /// <summary>How much of what a test says of its failure is said again at the end: what it ran may have written a lot.</summary>
    private const int MostMessageCharacters = 2000;

    /// <summary>Runs one.</summary>
    /// <param name="folder">The project's folder; it has been built for Release.</param>
    /// <param name="all">Whether the tests that take long are run too.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<TestOutcome> RunAsync(string folder, bool all, CancellationToken cancellation)
    {
        string name = Path.GetFileName(folder);
        string program = Path.Combine(folder, "bin/Release/net10.0", $"Pilevisor.{name}.dll");
        string results = Path.Combine(folder, "obj", "results.xml");
        File.Delete(results);
        Console.Out.WriteLine($"== {name}");
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan limit = all ? _limitOfAll : _limit;
        if (await RunAsync(Arguments(program, results, all), limit, cancellation) is not { } status)
        {
            return Nothing(name, $"was not at its end after {limit.TotalMinutes:0} minutes and was ended; what ran last is named above", clock.Elapsed.TotalSeconds);
        }

        TestOutcome outcome = Read(name, results, clock.Elapsed.TotalSeconds);
        if (status == 0 || outcome.Failed > 0) return outcome;
        return outcome with { Failed = 1, Failures = [$"{name} ended with status {status}"] };
    }

    // It is said at the end of all, like any test that failed.
    private static TestOutcome Nothing(string name, string why, double seconds) => new(name, 0, 1, Math.Round(seconds, 1)) { Failures = [$"{name} {why}"] };

    /// <summary>What dotnet is told so that it runs a project's tests.</summary>
    internal static string[] Arguments(string program, string results, bool all) => [program, "-noLogo", "-noColor", "-longRunning", NamedAfterSeconds, "-xml", results, .. all ? [] : (string[])["-trait-", Long]];

    /// <summary>Runs dotnet to its end, or to the limit.</summary>
    /// <returns>Its status; null if it was not at its end within the limit, and was ended with all that it had started.</returns>
    internal static async Task<int?> RunAsync(string[] arguments, TimeSpan limit, CancellationToken cancellation)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true })!;
        process.StandardInput.Close();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(end.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            ProcessTree.End(process);
            await process.WaitForExitAsync(CancellationToken.None);
            RunDirectory.RemoveOrphans(Path.GetTempPath());
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    // Neither a project without tests nor a skipped test is a success: somebody believes that something is checked.
    internal static TestOutcome Read(string name, string results, double seconds)
    {
        try
        {
            XDocument document = XDocument.Load(results);
            XElement[] assemblies = document.Descendants("assembly").ToArray();
            int passed = assemblies.Sum(a => Number(a, "passed"));
            int failed = assemblies.Sum(a => Number(a, "failed") + Number(a, "errors") + Number(a, "skipped") + Number(a, "not-run"));
            if (passed + failed == 0) return Nothing(name, "has no tests", seconds);
            string[] failures = [.. document.Descendants("test").Where(test => test.Attribute("result")?.Value == "Fail").Select(Failure)];
            return new TestOutcome(name, passed, failed, Math.Round(seconds, 1)) { Failures = failures };
        }
        catch (Exception e) when (e is IOException or XmlException)
        {
            return Nothing(name, $"left no results: {e.Message}", seconds);
        }
    }

    private static string Failure(XElement test)
    {
        string message = test.Element("failure")?.Element("message")?.Value.Trim() ?? string.Empty;
        return $"{test.Attribute("name")?.Value}: {(message.Length > MostMessageCharacters ? message[..MostMessageCharacters] + " …" : message)}";
    }

    private static int Number(XElement assembly, string attribute) => int.Parse(assembly.Attribute(attribute)?.Value ?? "0", CultureInfo.InvariantCulture);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Commands;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.Scaling;

/// <summary>
/// Boots one machine, or one cluster, and runs applications on it, one after the other. The guest waits before and after each until its console gets a line: then the counters are read, and what happens in between is the application's.
/// </summary>
/// <param name="launcher">Boots.</param>
/// <param name="activities">Told what is under way.</param>
/// <param name="applications">What runs.</param>
internal sealed partial class ScalingRun(ClusterLauncher launcher, IActivities activities, IReadOnlyList<ScalingApplication> applications)
{
    private const string Result = "result ";
    private const string SymbolsBegin = "scaling: symbols";
    private static readonly TimeSpan _answer = TimeSpan.FromSeconds(20);

    /// <summary>The names of the guest kernel's functions, once a guest has said them.</summary>
    public GuestSymbols? Symbols { get; private set; }

    /// <summary>Whether the host's CPUs were kept from sleeping, as far as that was ours to say.</summary>
    public bool KeptHostAwake { get; private set; } = true;

    /// <summary>Runs all applications.</summary>
    /// <param name="machine">What on.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What came of each, in their order.</returns>
    /// <exception cref="LaunchException">If the guest did not come to its end, or an application failed.</exception>
    public async Task<IReadOnlyList<ScalingMeasurement>> RunAsync(ComparedMachine machine, CancellationToken cancellation)
    {
        using RunDirectory directory = new();
        bool asksSymbols = Symbols is null && !machine.Configuration.Plain;
        ClusterConfiguration configuration = machine.Configuration with
        {
            Command = Script(asksSymbols),
            Packages = [.. applications.SelectMany(application => application.Packages).Distinct()],
            RecordFile = machine.Configuration.Plain ? null : directory.File("scaling.trace"),
        };
        using IActivity activity = activities.Begin(machine.Name);
        ScalingObserver observer = new();
        await using Cluster cluster = await launcher.StartAsync(configuration, observer, cancellation);
        Task<ClusterEnd> end = cluster.WaitForEndAsync(cancellation);
        List<IReadOnlyDictionary<int, NodeReading>> readings = [];
        for (int stop = 0; stop < 2 * applications.Count; stop++)
        {
            activity.Report(applications[stop / 2].Name);
            if (await Task.WhenAny(end, observer.Waits.WaitAsync(cancellation)) == end) break;
            readings.Add(await cluster.ReadAsync(_answer, cancellation));
            await cluster.WriteConsoleAsync("\n", cancellation);
        }

        KeptHostAwake &= cluster.KeepsHostAwake;
        Refuse(machine.Name, cluster, await end, observer.Text);
        if (asksSymbols) Symbols = ReadSymbols(observer.Text);
        Trace? trace = configuration.RecordFile is { } file ? TraceReader.Read(file) : null;
        activity.Succeed();
        return Measurements(machine.Name, observer.Text, readings, trace);
    }

    private string Script(bool asksSymbols)
    {
        StringBuilder script = new();
        if (asksSymbols) script.Append(CultureInfo.InvariantCulture, $"echo '{SymbolsBegin}'; busybox grep -i ' [tw] ' /proc/kallsyms | busybox gzip | busybox base64; ");
        const string Wait = $"echo '{ScalingObserver.Ready}'; read -r go </dev/console";
        foreach (ScalingApplication application in applications)
            script.Append(CultureInfo.InvariantCulture, $"{application.Prepare} || exit; {Wait}; stopwatch {application.Command} || exit; {Wait}; {application.Check} || exit; ");
        return script.ToString();
    }

    private static void Refuse(string machine, Cluster cluster, ClusterEnd end, string output)
    {
        if (end.Reason != ClusterEndReason.PoweredOff || cluster.CommandStatus != 0)
            throw new LaunchException(ExitStatus.GuestDied, $"{machine}: the guest did not run everything\n{end.Message}\n{Tail(output)}\n{cluster.Progress()}");
        if (cluster.Recording is { Problem: { } problem }) throw new LaunchException(ExitStatus.Unavailable, $"{machine}: no trace was written: {problem}");
    }

    private static string Tail(string text) => text.Length > 2000 ? text[^2000..] : text;

    private static GuestSymbols ReadSymbols(string output)
    {
        int begin = output.IndexOf(SymbolsBegin, StringComparison.Ordinal) + SymbolsBegin.Length;
        byte[] packed = new byte[output.Length];
        string said = output[begin..output.IndexOf(ScalingObserver.Ready, begin, StringComparison.Ordinal)];
        if (!Convert.TryFromBase64String(said, packed, out int length)) throw new LaunchException(ExitStatus.GuestDied, $"the guest did not say its kernel's symbols, but\n{Tail(said)}");
        using StreamReader text = new(new GZipStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress), Encoding.Latin1);
        return GuestSymbolsReader.Read(text, "the guest's /proc/kallsyms");
    }

    private ScalingMeasurement[] Measurements(string machine, string output, List<IReadOnlyDictionary<int, NodeReading>> readings, Trace? trace)
    {
        string[] parts = output.Split(ScalingObserver.Ready);
        // Before the first stop is the preparation, and behind each second one the check, with the next's preparation.
        return [.. applications.Select((application, i) => Measurement(application, i, $"{parts[(2 * i) + 1]}\n{parts[(2 * i) + 2]}"))];

        ScalingMeasurement Measurement(ScalingApplication application, int i, string said)
        {
            Match times = Times().Match(said);
            if (!times.Success) throw new LaunchException(ExitStatus.GuestDied, $"{machine}: {application.Name} did not say how long it took\n{Tail(said)}");
            (ulong began, ulong ended) = (ulong.Parse(times.Groups[1].ValueSpan, CultureInfo.InvariantCulture), ulong.Parse(times.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
            Trace? own = trace is null ? null : trace with { Records = [.. trace.Records.Where(record => record.TimeNanoseconds >= began && record.TimeNanoseconds < ended)] };
            ScalingCost? cost = own is null ? null : ScalingCosts.Of(readings[2 * i], readings[(2 * i) + 1], new TraceAnalysis(own, Symbols), (ended - began) / 1e9);
            return new ScalingMeasurement(application, began, ended, ResultIn(said), cost, own);
        }
    }

    private static string ResultIn(string said)
    {
        int at = said.IndexOf(Result, StringComparison.Ordinal);
        return at < 0 ? string.Empty : said[(at + Result.Length)..].Split('\n')[0].Trim();
    }

    [GeneratedRegex(@"stopwatch: from (\d+) to (\d+) ns, status 0")]
    private static partial Regex Times();
}

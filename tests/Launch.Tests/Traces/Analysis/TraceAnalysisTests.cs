using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

public class TraceAnalysisTests
{
    private static readonly GuestSymbols _symbols = GuestSymbolsReader.Read(new StringReader("ffff800008010000 T tick_do_update_jiffies64\nffff800008010100 T _raw_spin_lock\nffff800008010200 T other\n"), "map");

    private static readonly string[] _records =
    [
        "0 0 w 0x40010 100 @0x0:0xffff800008010004", "1 0 r 0x40010 300 @0x0:0xffff800008010008", "1 0 r 0x40010 50 @0x0:0xffff800008010104", "2 0 w 0x40011 600 @0x10:0x400100", "2 0 r 0x40012 25", "2 0 r 0x40012", "0 0 pr 0x40201",
    ];

    [Fact]
    public void Waits_are_of_pages_nodes_kernel_and_programs()
    {
        TraceAnalysis analysis = new(SmallTraces.Of(_records), _symbols);
        Assert.Equal(new WaitTotal(5, 1075), analysis.Wait);
        Assert.Equal((new WaitTotal(3, 450), new WaitTotal(1, 600), new WaitTotal(1, 25)), (analysis.KernelWait, analysis.UserWait, analysis.OtherWait));
        Assert.Equal([new WaitTotal(1, 100), new WaitTotal(2, 350), new WaitTotal(2, 625)], analysis.WaitByNode);
        Assert.Equal([0x40011u, 0x40010u, 0x40012u], analysis.Hottest(9).Select(page => page.Page.Value));
        Assert.Equal([0x40011u], analysis.Hottest(1).Select(page => page.Page.Value));
        Assert.Equal([(SharingPattern.Private, 2, 625ul), (SharingPattern.ReadMostly, 1, 450ul)], analysis.Patterns().Select(total => (total.Pattern, total.Pages, total.Wait.Nanoseconds)));
    }

    [Fact]
    public void Functions_that_waited_have_names_and_shares()
    {
        TraceAnalysis analysis = new(SmallTraces.Of(_records), _symbols);
        IReadOnlyList<FunctionWait> functions = analysis.FunctionsOf(analysis.Pages.Single(page => page.Page == new PageNumber(0x40010)));
        Assert.Equal([("tick_do_update_jiffies64", 2, 400ul), ("_raw_spin_lock", 1, 50ul)], functions.Select(function => (function.Name, function.Wait.Waits, function.Wait.Nanoseconds)));
        Assert.Equal(400 / 450.0, functions[0].Share, 9);
        Assert.Equal(["program 0x400100", "tick_do_update_jiffies64", "_raw_spin_lock"], analysis.HottestFunctions(3).Select(function => function.Name));
        Assert.Equal("kernel 0xffff800008010008", new TraceAnalysis(SmallTraces.Of(_records)).HottestFunctions(2)[1].Name);
    }

    [Fact]
    public void Waits_beyond_all_measure_do_not_wrap()
    {
        TraceAnalysis analysis = new(SmallTraces.Of(["0 0 w 0x40010 18446744073709551615", "0 0 w 0x40010 18446744073709551615"]));
        Assert.Equal(new WaitTotal(2, ulong.MaxValue), analysis.Wait);
        Assert.Equal(1, TraceTimeline.Of(analysis.Trace, 10).Bins[9].WaitingShare[0], 3);
    }

    [Fact]
    public void A_wait_counts_in_every_stretch_that_it_reaches_into()
    {
        // From 1000 to 11,000 ns: node 0 waits for half of it, node 1 in the last fifth.
        TraceTimeline timeline = TraceTimeline.Of(SmallTraces.Of([.. Enumerable.Repeat("2 0 r 0x40010", 8).Prepend("0 0 w 0x40010 5000"), "1 0 r 0x40010 999"]), 5);
        Assert.Equal((2000ul, 5), (timeline.BinNanoseconds, timeline.Bins.Count));
        Assert.Equal([1, 1, 0.5, 0, 0], timeline.Bins.Select(bin => bin.WaitingShare[0]));
        Assert.Equal([0, 0, 0, 0, 0.4995], timeline.Bins.Select(bin => bin.WaitingShare[1]));
        Assert.Equal([1, 0, 0, 0, 1], timeline.Bins.Select(bin => bin.Waits.Sum()));
        Assert.Equal(1000ul, timeline.Bins[0].StartNanoseconds);
    }

    [Fact]
    public void A_trace_without_records_says_nothing_and_fails_nowhere()
    {
        TraceAnalysis analysis = new(SmallTraces.Of([]));
        Assert.Empty(analysis.Hottest(9));
        Assert.Empty(analysis.Patterns());
        Assert.Empty(analysis.Advice());
        Assert.Single(TraceTimeline.Of(analysis.Trace, 9).Bins);
    }

    [Fact]
    public void Advice_comes_from_figures()
    {
        string falsely = SmallTraces.Repeat("0w@0 1w@800", 60), migrating = SmallTraces.Repeat("0r 0w 1r 1w", 60), produced = SmallTraces.Repeat("0w 1r", 60), locking = SmallTraces.Repeat("0w 1w", 20);
        Advises("pages of their own", SmallTraces.Records(falsely));
        Advises(null, SmallTraces.Records(SmallTraces.Repeat("0w@0 1w@800", 20)));
        Advises(null, SmallTraces.Records(falsely, 0xffff_8000_0801_0204));
        Advises("VirtAdaptive", SmallTraces.Records(falsely, 0xffff_8000_0801_0204), pageBytes: 65536);
        Advises("VirtMigratory", SmallTraces.Records(migrating));
        Advises(null, SmallTraces.Records(migrating), protocol: "MigratoryDirectory");
        Advises("taskset", SmallTraces.Records(produced));
        Advises("nohz_full", SmallTraces.Records(locking, 0xffff_8000_0801_0004));
        Advises("lock for each node", SmallTraces.Records(locking, 0xffff_8000_0801_0104));
        Advises("too low", SmallTraces.Records("0w"), lost: 7);
        Advises("prefetch policy", Pages(120, page => [$"0 0 pr {page}"]));
        Advises(null, Pages(120, page => [$"0 0 pr {page}", $"0 0 r {page}"]));
        Advises("--cache", Pages(120, page => [$"0 0 e {page} 5", $"0 0 r {page} 500"]));
        Advises(null, Pages(120, page => [$"0 0 e {page} 5", $"0 0 r {page}"]));
    }

    [Fact]
    public void A_kernels_waits_without_symbols_are_worth_some() => Assert.Contains("--symbols", Assert.Single(new TraceAnalysis(SmallTraces.Of(SmallTraces.Records("0w", 0xffff_8000_0801_0004))).Advice()).What);

    private static IEnumerable<string> Pages(int count, System.Func<string, string[]> records) => Enumerable.Range(0x40200, count).SelectMany(page => records($"0x{page:x}"));

    private static void Advises(string? what, IEnumerable<string> records, int pageBytes = 4096, int lost = 0, string protocol = "OwnerDirectory")
    {
        IReadOnlyList<Advice> advice = new TraceAnalysis(SmallTraces.Of(records, pageBytes, lost, protocol), _symbols).Advice();
        if (what is null) Assert.Empty(advice);
        else Assert.Contains(what, Assert.Single(advice).What);
    }
}

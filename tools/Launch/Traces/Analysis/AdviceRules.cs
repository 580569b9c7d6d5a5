using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What could be tried, each derived from the trace's figures. Every rule is a method here, with its threshold; none is a promise: the next trace says what it was worth.</summary>
internal static class AdviceRules
{
    /// <summary>What takes less of the time waited is not worth a word; of programs' pages, of the time that programs waited.</summary>
    private const double Noticeable = 0.05;

    /// <summary>Fewer prefetches, evictions or upgrades than these show nothing.</summary>
    private const long Few = 100;

    private const int NamedPages = 3;
    private static readonly string[] _tickFunctions = ["tick_", "timekeeping_", "update_wall_time", "update_process_times", "do_timer", "scheduler_tick"];

    /// <summary>All that apply.</summary>
    public static IReadOnlyList<Advice> Of(TraceAnalysis analysis)
    {
        Func<TraceAnalysis, Advice?>[] rules = [Lost, FalseSharing, Migratory, ProducerConsumer, Ticks, Locks, Prefetches, Evictions, NoSymbols];
        return [.. rules.Select(rule => rule(analysis)).OfType<Advice>()];
    }

    private static Advice? Lost(TraceAnalysis analysis)
    {
        ulong lost = analysis.Trace.Header.Lost;
        if (lost == 0) return null;
        double share = lost / ((double)lost + analysis.Trace.Records.Count);
        return new Advice("Take all figures here for too low: the trace lost records.", Text($"{lost:N0} records are missing, {share:P1} of all. Recording a shorter run, or on a host with less to do, loses fewer."));
    }

    private static Advice? FalseSharing(TraceAnalysis analysis)
    {
        const string Why = ": each node comes to write a part that no other node comes for.";
        int pageBytes = analysis.Trace.Header.PageBytes;
        if (pageBytes > GranuleNumber.Bytes)
        {
            return Pages(analysis, SharingPattern.FalseSharing) is not { } units ? null : new Advice(
                "Share smaller pages: VirtAdaptive splits units where nodes write them in turns, VirtCluster has 4 KiB everywhere.", Text($"{Named(analysis, units)}{Why} A page is {pageBytes:N0} bytes here."));
        }

        return ProgramPages(analysis, SharingPattern.FalseSharing) is not { } pages ? null : new Advice(
            "Give each thread's data pages of their own (align them to 4,096 bytes), or run the threads that share a page on one node.", $"{Named(analysis, pages)}{Why} Pages of 4 KiB are the smallest there are, so no variant takes them apart.");
    }

    private static Advice? Migratory(TraceAnalysis analysis)
    {
        if (Pages(analysis, SharingPattern.Migratory) is not { } pages) return null;
        long upgrades = pages.Sum(page => page.Uses.Sum(use => use.UpgradingVisits)), visits = pages.Sum(page => page.Visits);
        if (upgrades < Few || upgrades * 4 < visits || analysis.Trace.Header.Protocol == "MigratoryDirectory") return null;
        return new Advice(
            "Try VirtMigratory: where a page was seen to migrate, a read gets it to write at once.",
            Text($"{Named(analysis, pages)}: in {upgrades:N0} of {visits:N0} visits a node read the page and then asked a second time, to write it. One of the two questions is saved."));
    }

    private static Advice? ProducerConsumer(TraceAnalysis analysis) => ProgramPages(analysis, SharingPattern.ProducerConsumer) is not { } pages ? null : new Advice(
        "Run who writes and who reads on one node: taskset, or numactl --cpunodebind.", $"{Named(analysis, pages)}: one node writes, which takes them from those that read, and these fetch them again.");

    private static Advice? Ticks(TraceAnalysis analysis) => Functions(analysis, name => _tickFunctions.Any(part => name.Contains(part, StringComparison.Ordinal))) is not { } wait ? null : new Advice(
        "See that CPUs do without ticks: nohz_full= is on the guest's command line unless --append takes it away, and holds for CPUs that have one thing to do.",
        Text($"The guest's tick and timekeeping waited {Part(analysis, wait)}: each tick reads pages that the first CPU's tick writes."));

    private static Advice? Locks(TraceAnalysis analysis) => Functions(analysis, LockFunctions.Contain) is not { } wait ? null : new Advice(
        "Bring those that take the same lock to one node, or have a lock for each node.",
        Text($"Functions that take locks waited {Part(analysis, wait)}: a lock's page goes to every node that tries it, and back to the one that lets go."));

    private static Advice? Prefetches(TraceAnalysis analysis)
    {
        long all = analysis.Pages.Sum(page => page.Prefetches), useful = analysis.Pages.Sum(page => page.UsefulPrefetches);
        if (all < Few || useful * 2 >= all) return null;
        return new Advice("Try a variant with another prefetch policy: NoPrefetch asks for nothing ahead.", Text($"Of {all:N0} pages asked for ahead of the guest, {all - useful:N0} were not accessed before they were lost again, or at all."));
    }

    private static Advice? Evictions(TraceAnalysis analysis)
    {
        long all = analysis.Pages.Sum(page => page.Evictions), returns = analysis.Pages.Sum(page => page.Returns);
        if (all < Few || returns * 4 < all) return null;
        return new Advice("Give the nodes a larger --cache.", Text($"{all:N0} pages left a node for want of a frame, and the guest waited for {returns:N0} of them to come back."));
    }

    private static Advice? NoSymbols(TraceAnalysis analysis) => analysis.Symbols is not null || analysis.KernelWait.ShareOf(analysis.Wait) < Noticeable ? null : new Advice(
        "Give --symbols a file to see which functions of the guest's kernel waited.", Text($"The kernel waited {Part(analysis, analysis.KernelWait)}. {GuestSymbolsReader.HowToGetThem} writes one."));

    private static PageHistory[]? Pages(TraceAnalysis analysis, SharingPattern pattern)
    {
        PageHistory[] pages = [.. analysis.Hottest(int.MaxValue).Where(page => SharingClassifier.Of(page) == pattern)];
        return Total(pages).ShareOf(analysis.Wait) < Noticeable ? null : pages;
    }

    // What a program has on pages its author can change; the kernel's data are as they are.
    private static PageHistory[]? ProgramPages(TraceAnalysis analysis, SharingPattern pattern)
    {
        PageHistory[] pages = [.. analysis.Hottest(int.MaxValue).Where(page => SharingClassifier.Of(page) == pattern && OfPrograms(page).ShareOf(page.Wait) >= 0.5)];
        WaitTotal wait = Total(pages);
        return wait.Waits < Few || wait.ShareOf(analysis.UserWait) < Noticeable ? null : pages;
    }

    private static WaitTotal OfPrograms(PageHistory page) => page.Instructions.Where(pair => !new TraceSite(pair.Key, 0).IsKernel).Aggregate(default(WaitTotal), (sum, pair) => sum + pair.Value);

    private static WaitTotal? Functions(TraceAnalysis analysis, Func<string, bool> areThese)
    {
        if (analysis.Symbols is null) return null;
        WaitTotal wait = analysis.HottestFunctions(int.MaxValue).Where(function => areThese(function.Name))
            .Aggregate(default(WaitTotal), (sum, function) => sum + function.Wait);
        return wait.ShareOf(analysis.Wait) < Noticeable ? null : wait;
    }

    private static WaitTotal Total(PageHistory[] pages) => pages.Aggregate(default(WaitTotal), (sum, page) => sum + page.Wait);

    private static string Named(TraceAnalysis analysis, PageHistory[] pages)
    {
        string names = string.Join(", ", pages.Take(NamedPages).Select(page => $"0x{page.Page.Value:x}"));
        return Text($"{pages.Length:N0} page{(pages.Length == 1 ? "" : "s")} ({names}{(pages.Length > NamedPages ? " …" : "")}; {Part(analysis, Total(pages))})");
    }

    private static string Part(TraceAnalysis analysis, WaitTotal wait) => Text($"{wait.Milliseconds:N1} ms, {wait.ShareOf(analysis.Wait):P0} of all waiting");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

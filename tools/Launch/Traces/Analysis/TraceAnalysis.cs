using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What a trace says: which pages were waited for, how they are shared, and who waited.</summary>
public sealed class TraceAnalysis
{
    private readonly Dictionary<PageNumber, PageHistory> _pages = [];
    private readonly WaitTotal[] _byNode;

    /// <summary>Looks at every record.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="symbols">The names of the guest kernel's functions; null if they are not known.</param>
    public TraceAnalysis(Trace trace, GuestSymbols? symbols = null)
    {
        (Trace, Symbols) = (trace, symbols);
        _byNode = new WaitTotal[trace.Header.Nodes.Count];
        foreach (TraceRecord record in trace.Records) Add(in record);
    }

    /// <summary>What was looked at.</summary>
    public Trace Trace { get; }

    /// <summary>The guest kernel's names, if they are known.</summary>
    public GuestSymbols? Symbols { get; }

    /// <summary>All pages with a record.</summary>
    public IReadOnlyCollection<PageHistory> Pages => _pages.Values;

    /// <summary>All waits.</summary>
    public WaitTotal Wait { get; private set; }

    /// <summary>Waits of instructions of the guest's kernel.</summary>
    public WaitTotal KernelWait { get; private set; }

    /// <summary>Waits of instructions of its programs.</summary>
    public WaitTotal UserWait { get; private set; }

    /// <summary>Waits of which no instruction is known: the hypervisor needed the page for the guest.</summary>
    public WaitTotal OtherWait { get; private set; }

    /// <summary>Waits by node.</summary>
    public IReadOnlyList<WaitTotal> WaitByNode => _byNode;

    /// <summary>The pages that were waited for longest, the longest first.</summary>
    /// <param name="count">The most there may be.</param>
    public IReadOnlyList<PageHistory> Hottest(int count) =>
        [.. _pages.Values.Where(page => page.Wait.Waits > 0).OrderByDescending(page => page.Wait.Nanoseconds).ThenByDescending(page => page.Wait.Waits).ThenBy(page => page.Page.Value).Take(count)];

    /// <summary>The functions that waited for a page, those that waited longest first.</summary>
    public IReadOnlyList<FunctionWait> FunctionsOf(PageHistory page) => Functions(page.Instructions, page.Wait);

    /// <summary>The functions that waited for any page, those that waited longest first.</summary>
    /// <param name="count">The most there may be.</param>
    public IReadOnlyList<FunctionWait> HottestFunctions(int count) => [.. Functions(_pages.Values.SelectMany(page => page.Instructions), Wait).Take(count)];

    /// <summary>How many pages have which pattern, of those that the guest accessed, those waited for longest first.</summary>
    public IReadOnlyList<PatternTotal> Patterns() =>
    [
        .. _pages.Values.Where(page => page.Accesses > 0).GroupBy(SharingClassifier.Of, (pattern, pages) => Total(pattern, [.. pages]))
            .OrderByDescending(total => total.Wait.Nanoseconds).ThenBy(total => total.Pattern),
    ];

    /// <summary>What could be tried, and why: <see cref="AdviceRules"/>.</summary>
    public IReadOnlyList<Advice> Advice() => AdviceRules.Of(this);

    private static PatternTotal Total(SharingPattern pattern, PageHistory[] pages) => new(pattern, pages.Length, pages.Aggregate(default(WaitTotal), (sum, page) => sum + page.Wait));

    private void Add(in TraceRecord record)
    {
        if (!_pages.TryGetValue(record.Page, out PageHistory? page)) _pages.Add(record.Page, page = new PageHistory(record.Page, Trace.Header.HomeOf(record.Page), _byNode.Length));
        page.Add(in record);
        WaitTotal wait = WaitTotal.Of(in record);
        Wait += wait;
        _byNode[record.Node.Value] += wait;
        if (record.Site is not { } site) OtherWait += wait;
        else if (site.IsKernel) KernelWait += wait;
        else UserWait += wait;
    }

    private FunctionWait[] Functions(IEnumerable<KeyValuePair<ulong, WaitTotal>> instructions, WaitTotal whole) =>
    [
        .. instructions.GroupBy(pair => NameOf(pair.Key), pair => pair.Value, (name, waits) => (Name: name, Wait: waits.Aggregate(default(WaitTotal), (sum, wait) => sum + wait)), StringComparer.Ordinal)
            .OrderByDescending(function => function.Wait.Nanoseconds).ThenBy(function => function.Name, StringComparer.Ordinal).Select(function => new FunctionWait(function.Name, function.Wait, function.Wait.ShareOf(whole))),
    ];

    private string NameOf(ulong instruction) => Symbols?.FunctionAt(instruction) ?? $"{(new TraceSite(instruction, 0).IsKernel ? "kernel" : "program")} 0x{instruction:x}";
}

using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>
/// The simulator's numbers for a trace's pages. A guest has millions and touches few from afar, so only those that the trace mentions get one: in each window in order, with windows as large as the one of which most were touched,
/// so that a page's home is found as for any other workload.
/// </summary>
internal sealed class TracePages
{
    private readonly Dictionary<PageNumber, int> _numbers = [];
    private readonly bool[] _written;
    private readonly PageNumber[] _places;

    public TracePages(Trace trace)
    {
        PageNumber[][] touched = [.. trace.Header.Nodes.Select(node => Touched(trace, node))];
        PerNode = touched.Max(pages => pages.Length) is var most and > 0 ? most : 1;
        for (int node = 0; node < touched.Length; node++)
        {
            for (int i = 0; i < touched[node].Length; i++) _numbers.Add(touched[node][i], (node * PerNode) + i);
        }
        _places = new PageNumber[PerNode * touched.Length];
        foreach ((PageNumber place, int page) in _numbers) _places[page] = place;
        _written = new bool[PerNode * touched.Length];
        FindWritten(trace);
    }

    /// <summary>Pages of each node's window.</summary>
    public int PerNode { get; }

    public int this[PageNumber page] => _numbers[page];

    /// <summary>The recorded number of a page; 0 for one that fills up a window.</summary>
    public PageNumber PlaceOf(int page) => _places[page];

    /// <summary>The page that was recorded with the number <paramref name="place"/>; false if none was.</summary>
    public bool TryFind(PageNumber place, out int page) => _numbers.TryGetValue(place, out page);

    /// <summary>Whether a page holds something before the first record.</summary>
    public bool IsWritten(int page) => _written[page];

    private static PageNumber[] Touched(Trace trace, TraceNode node) =>
        [.. trace.Records.Select(record => record.Page).Where(node.IsHomeOf).Distinct().OrderBy(page => page.Value)];

    // What a home writes before anybody else touches the page is in no trace. Who reads a page that another node has at home wants to know something, and so there is something to know; who begins with a write gets a
    // fresh page, and Linux clears those. Who need not wait for it got it along with another, all zero.
    private void FindWritten(Trace trace)
    {
        HashSet<PageNumber> seen = [];
        foreach (TraceRecord record in trace.Records)
        {
            bool isForeign = !trace.Header.Nodes[record.Node.Value].IsHomeOf(record.Page);
            if (isForeign && record.Kind != TraceKind.Eviction && seen.Add(record.Page))
                _written[_numbers[record.Page]] = (record.Kind == TraceKind.Read && record.HasWaited) || record.Kind == TraceKind.PrefetchRead;
        }
    }
}

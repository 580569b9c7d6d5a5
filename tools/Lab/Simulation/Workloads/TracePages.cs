using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>
/// The simulator's numbers for a trace's pages. A guest has millions and touches few from afar, so only those get one that lie in a block of <see cref="PagesAlong.BlockPages"/> of which the trace mentions some: in each window in order, with
/// windows as large as the one of which most were touched, so that a page's home is found as for any other workload, and neighbours stay neighbours. Between blocks that were none a block is left out.
/// </summary>
internal sealed class TracePages
{
    private readonly Trace _trace;
    private readonly Dictionary<(int Home, uint Block), int> _blocks = [];
    private readonly bool[] _written;

    public TracePages(Trace trace)
    {
        _trace = trace;
        uint[][] touched = [.. trace.Header.Nodes.Select(node => Touched(trace, node))];
        PerNode = touched.Max(Blocks) * PagesAlong.BlockPages is var most and > 0 ? most : 1;
        for (int node = 0; node < touched.Length; node++)
        {
            int next = node * PerNode;
            for (int i = 0; i < touched[node].Length; i++, next += PagesAlong.BlockPages)
            {
                if (i != 0 && touched[node][i] != touched[node][i - 1] + 1) next += PagesAlong.BlockPages;
                _blocks.Add((node, touched[node][i]), next);
            }
        }
        _written = new bool[PerNode * touched.Length];
        FindWritten(trace);
    }

    /// <summary>Pages of each node's window.</summary>
    public int PerNode { get; }

    public int this[PageNumber page]
    {
        get
        {
            int home = 0;
            while (!_trace.Header.Nodes[home].IsHomeOf(page)) home++;
            return _blocks[(home, page.Value / PagesAlong.BlockPages)] + (int)(page.Value % PagesAlong.BlockPages);
        }
    }

    /// <summary>Whether a page holds something before the first record.</summary>
    public bool IsWritten(int page) => _written[page];

    private static uint[] Touched(Trace trace, TraceNode node) =>
        [.. trace.Records.Select(record => record.Page).Where(node.IsHomeOf).Select(page => page.Value / PagesAlong.BlockPages).Distinct().Order()];

    private static int Blocks(uint[] touched) => touched.Length + touched.Skip(1).Where((block, i) => block != touched[i] + 1).Count();

    // What a home writes before anybody else touches the page is in no trace. Who reads a page that another node has at home wants to know something, and so there is something to know; who begins with a write gets a
    // fresh page, and Linux clears those. Who need not wait for it got it along with another, all zero.
    private void FindWritten(Trace trace)
    {
        HashSet<PageNumber> seen = [];
        foreach (TraceRecord record in trace.Records)
        {
            bool isForeign = !trace.Header.Nodes[record.Node.Value].IsHomeOf(record.Page);
            if (isForeign && record.Kind != TraceKind.Eviction && seen.Add(record.Page))
                _written[this[record.Page]] = (record.Kind == TraceKind.Read && record.HasWaited) || record.Kind == TraceKind.PrefetchRead;
        }
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What one node did with a page. A visit is a node's accesses to the page with none of another node's between.</summary>
/// <param name="node">Which.</param>
public sealed class NodeUse(NodeId node)
{
    /// <summary>Which node.</summary>
    public NodeId Node => node;

    /// <summary>Reads that stage 2 refused.</summary>
    public long Reads { get; internal set; }

    /// <summary>Writes that it refused.</summary>
    public long Writes { get; internal set; }

    /// <summary>Reads for which the page was asked for to write it.</summary>
    public long ReadsForWrite { get; internal set; }

    /// <summary>What of all these waited.</summary>
    public WaitTotal Wait { get; internal set; }

    /// <summary>How often the node came to the page.</summary>
    public long Visits { get; internal set; }

    /// <summary>Visits in which it wrote the page, or got it to write.</summary>
    public long WritingVisits { get; internal set; }

    /// <summary>Visits in which it read the page first and then asked again, to write it.</summary>
    public long UpgradingVisits { get; internal set; }

    /// <summary>Reads and writes of all kinds.</summary>
    public long Accesses => Reads + Writes + ReadsForWrite;
}

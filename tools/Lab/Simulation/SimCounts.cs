using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>What a simulated run counted.</summary>
public sealed class SimCounts
{
    /// <summary>Messages of the protocol by its kind, each once however often its frame was sent.</summary>
    public long[] Messages { get; } = new long[32];

    /// <summary>Bytes of their frames by kind, headers included.</summary>
    public long[] MessageBytes { get; } = new long[32];

    /// <summary>Messages of the memory aggregation around the protocol.</summary>
    public long OtherMessages { get; set; }

    /// <summary>Bytes of their frames.</summary>
    public long OtherBytes { get; set; }

    /// <summary>Accesses that were made.</summary>
    public long Accesses { get; set; }

    /// <summary>Accesses that had to wait for the protocol.</summary>
    public long Faults { get; set; }

    /// <summary>Of those, reads.</summary>
    public long ReadFaults { get; set; }

    /// <summary>Of those, writes of a page that the node had a copy of.</summary>
    public long Upgrades { get; set; }

    /// <summary>Permissions taken from a node for another node's sake.</summary>
    public long Invalidations { get; set; }

    /// <summary>Pages that left for their frames.</summary>
    public long Evictions { get; set; }

    /// <summary>Pages that travelled as a flag, being all zero.</summary>
    public long ZeroPages { get; set; }

    /// <summary>Requests that were granted: accesses that waited, and pages asked for ahead.</summary>
    public long Grants { get; set; }

    /// <summary>Pages asked for ahead of the guest.</summary>
    public long Prefetches { get; set; }

    /// <summary>Pages that came along with another.</summary>
    public long RunPages { get; set; }

    /// <summary>Units of coherence that were split.</summary>
    public long UnitsSplit { get; set; }

    /// <summary>Frames that were lost, came twice or were overtaken.</summary>
    public long FrameFaults { get; set; }

    /// <summary>Frames sent again.</summary>
    public long Retransmissions { get; set; }

    /// <summary>Events of the simulation.</summary>
    public long Events { get; set; }

    /// <summary>How long faults took, from the access to the one that was granted.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Messages of all kinds.</summary>
    public long AllMessages => Messages.Sum() + OtherMessages;

    /// <summary>Bytes of all kinds.</summary>
    public long AllBytes => MessageBytes.Sum() + OtherBytes;

    /// <summary>A message is sent.</summary>
    internal void Add(MessageKind kind, int bytes)
    {
        if (kind is >= MessageKind.FirstCoherence and < MessageKind.FirstVirtualization)
        {
            Messages[kind - MessageKind.FirstCoherence]++;
            MessageBytes[kind - MessageKind.FirstCoherence] += bytes;
            return;
        }
        OtherMessages++;
        OtherBytes += bytes;
    }

    /// <summary>What a node has counted itself.</summary>
    internal void Add(NodeCounters node)
    {
        Invalidations += (long)node[Counter.Invalidations];
        Evictions += (long)node[Counter.Evictions];
        ZeroPages += (long)node[Counter.ZeroPages];
        Grants += (long)(node[Counter.ReadFetches] + node[Counter.WriteFetches] + node[Counter.Upgrades]);
        Prefetches += (long)node[Counter.Prefetches];
        RunPages += (long)node[Counter.RunPages];
        UnitsSplit += (long)node[Counter.UnitsSplit];
    }

    /// <summary>Something for each fault.</summary>
    public double PerFault(long what) => Faults == 0 ? 0 : (double)what / Faults;
}

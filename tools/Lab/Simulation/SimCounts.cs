using System.Linq;

namespace Pilevisor.Lab.Simulation;

/// <summary>What a simulated run counted.</summary>
public sealed class SimCounts
{
    /// <summary>Messages of the protocol by its kind, each once however often its frame was sent.</summary>
    public long[] Messages { get; } = new long[32];

    /// <summary>Bytes of their frames by kind, headers included.</summary>
    public long[] MessageBytes { get; } = new long[32];

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

    /// <summary>Frames that were lost, came twice or were overtaken.</summary>
    public long FrameFaults { get; set; }

    /// <summary>Frames sent again.</summary>
    public long Retransmissions { get; set; }

    /// <summary>Events of the simulation.</summary>
    public long Events { get; set; }

    /// <summary>How long faults took, from the access to the one that was granted.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Messages of all kinds.</summary>
    public long AllMessages => Messages.Sum();

    /// <summary>Bytes of all kinds.</summary>
    public long AllBytes => MessageBytes.Sum();

    /// <summary>Something for each fault.</summary>
    public double PerFault(long what) => Faults == 0 ? 0 : (double)what / Faults;
}

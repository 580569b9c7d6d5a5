using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces;

/// <summary>Something that happened to a page.</summary>
/// <param name="TimeNanoseconds">Guest time when it began: one clock for all nodes.</param>
/// <param name="Node">Where.</param>
/// <param name="Cpu">On which of the node's CPUs.</param>
/// <param name="Kind">What.</param>
/// <param name="Page">To which page.</param>
/// <param name="WaitNanoseconds">An access: how long it had to wait, null if it was granted at once. An eviction: how long it took. A prefetch: null.</param>
/// <param name="Site">An access: the guest's instruction and the part of the page; null if that is not known.</param>
public readonly record struct TraceRecord(ulong TimeNanoseconds, NodeId Node, CpuIndex Cpu, TraceKind Kind, PageNumber Page, ulong? WaitNanoseconds, TraceSite? Site = null)
{
    /// <summary>Whether the guest made an access.</summary>
    public bool IsAccess => Kind is TraceKind.Read or TraceKind.Write or TraceKind.ReadForWrite;

    /// <summary>Whether the node asked for the page ahead of the guest.</summary>
    public bool IsPrefetch => Kind is TraceKind.PrefetchRead or TraceKind.PrefetchWrite;

    /// <summary>Whether the guest's access had to wait for the protocol, or for a frame.</summary>
    public bool HasWaited => IsAccess && WaitNanoseconds is not null;
}

using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Asks for pages ahead of the guest, as the policy says and as far as frames and messages under way allow. Nobody waits for them, and they are not held when
/// they come.
/// </summary>
/// <param name="policy">Which pages.</param>
/// <param name="protocol">Fetches them.</param>
/// <param name="memory">What is here.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="records">What is here of each page.</param>
/// <param name="frames">Prefetching takes no frame that a fault may need.</param>
/// <param name="reclaimer">Gives frames.</param>
/// <param name="processor">Whose fault it is.</param>
public sealed class Prefetcher(
    IPrefetchPolicy policy,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    WindowMap windows,
    PageRecords records,
    FrameCache frames,
    FrameReclaimer reclaimer,
    IProcessor processor)
{
    private readonly PrefetchRequest[] _requests = new PrefetchRequest[IPrefetchPolicy.MaximumAhead];

    /// <summary>The calling CPU's access to <paramref name="page"/> waits for another node, or is the first use of a foretold page.</summary>
    public void OnAccess(PageNumber page, AccessKind kind)
    {
        int count = policy.Foretell(processor.Current, page, kind, _requests);
        for (int i = 0; i < count && memory.PrefetchesUnderWay < windows.Bounds.Prefetches; i++)
        {
            if (windows.IsOpen(_requests[i].Page) && !TryRequest(_requests[i])) return;
        }
    }

    /// <summary>The calling CPU's fault is resolved.</summary>
    public void OnGranted() => policy.Granted(processor.Current);

    /// <summary>Asks for one page. False: there are no frames for more. Under <see cref="LockRank.Coherence"/>.</summary>
    internal bool TryRequest(PrefetchRequest request)
    {
        if (!records.IsKept(request.Page)) return true;
        ref PageRecord record = ref records[request.Page];
        if (record.Permits(request.Kind) || record.Has(PageRecordFlags.Wanted | PageRecordFlags.Evicting | PageRecordFlags.Along)) return true;
        bool needsFrame = record.Frame == 0 && !windows.IsOwn(request.Page);
        if (needsFrame && (frames.Free <= frames.Reserve || !reclaimer.TryAssign(request.Page, ref record))) return false;
        if (protocol.Access(request.Page, request.Kind))
        {
            if (!record.Permits(request.Kind)) PageFaults.RefuseGrant(request.Page);
            return true;
        }
        memory.WantAhead(request, ref record);
        return true;
    }
}

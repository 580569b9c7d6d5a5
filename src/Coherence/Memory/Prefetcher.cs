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
    private const int MaximumUnderWay = IPrefetchPolicy.MaximumAhead;

    /// <summary>The calling CPU's access to <paramref name="page"/> waits for another node.</summary>
    public void AfterFault(PageNumber page, AccessKind kind)
    {
        int ahead = policy.PagesAhead(processor.Current, page, kind);
        for (int i = 1; i <= ahead && memory.PrefetchesUnderWay < MaximumUnderWay; i++)
        {
            PageNumber next = page + (uint)i;
            if (!windows.Contains(next)) return;
            ref PageRecord record = ref records[next];
            if (record.Permission != PagePermission.None || record.Has(PageRecordFlags.Wanted | PageRecordFlags.Evicting)) continue;
            if (!windows.IsOwn(next) && (frames.Free <= frames.Reserve || !reclaimer.TryAssign(next, ref record))) return;
            if (protocol.Access(next, kind)) Panic.Fail($"the protocol grants {next}, which the guest cannot access");
            memory.WantAhead(next, ref record, kind);
        }
    }
}

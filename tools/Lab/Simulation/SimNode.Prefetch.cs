using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <content>What is asked for ahead of the guest: by the prefetch policy that ships, as the image's <see cref="Prefetcher"/> does it, or as it was recorded.</content>
internal sealed unsafe partial class SimNode
{
    private readonly PrefetchRequest[] _requests = new PrefetchRequest[IPrefetchPolicy.MaximumAhead];
    private readonly IPrefetchPolicy? _policy;
    private int _aheadUnderWay;

    /// <summary>Asks for a page ahead of the guest, as the image's prefetcher does: nobody waits for it, and it is not held when it comes.</summary>
    /// <param name="page">Which.</param>
    /// <param name="kind">To do what.</param>
    /// <param name="showsUse">Whether the guest's first use of it is to be shown to the policy.</param>
    /// <returns>False if there is no frame for it.</returns>
    public bool AskAhead(int page, AccessKind kind, bool showsUse = false)
    {
        ref SimPage record = ref _pages[page];
        PagePermission needed = kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read;
        if (record.Permission >= needed || record.IsWanted || record.IsEvicting || record.IsAlong) return true;
        bool needsFrame = !record.HasFrame && _simulator.HomeOf(page) != Self.Value;
        if (needsFrame && !TryTakeFrame(page)) return false;
        record.IsWanted = record.IsPrefetched = true;
        record.IsForetold = showsUse;
        record.Shown = record.Permission;
        _aheadUnderWay++;
        _simulator.Counts.Prefetches++;
        Ask(page, kind);
        return true;
    }

    /// <summary>A CPU's access waits, or is the first use of a foretold page: the policy learns of it, and says what to ask for too.</summary>
    public void ShowUse(SimCpu cpu)
    {
        _pages[cpu.Access.Page].IsForetold = false;
        if (_policy is null) return;
        cpu.IsShown = true;
        int count = _policy.Foretell(IndexOf(cpu), _simulator.PlaceOf(cpu.Access.Page), cpu.Access.Asks, _requests);
        for (int i = 0; i < count && _aheadUnderWay < _bounds.Prefetches; i++)
        {
            // What no access of the workload is to is not simulated: asking for it in vain costs nothing here.
            if (_simulator.TryFind(_requests[i].Page, out int page) && !AskAhead(page, _requests[i].Kind, _requests[i].ShowsUse)) return;
        }
    }

    /// <summary>A CPU that was at EL2 for its access goes on.</summary>
    public void ShowGrant(SimCpu cpu) => _policy?.Granted(IndexOf(cpu));

    private CpuIndex IndexOf(SimCpu cpu) => new(cpu.Number % _simulator.Options.CpusPerNode);

    // The guest sees a foretold page's new permission only once it has shown its use, and never more than there is.
    private static void Show(ref SimPage record, PagePermission permission)
    {
        if (permission == PagePermission.None) record.IsForetold = false;
        if (!record.IsForetold || permission < record.Shown) record.Shown = permission;
    }
}

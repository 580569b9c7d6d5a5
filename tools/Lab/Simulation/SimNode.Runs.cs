using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <content>Pages that come along with another, by the policy that ships, as the image's <see cref="RunKeeper"/> asks for them.</content>
internal sealed unsafe partial class SimNode
{
    private const int KeptFree = 8;

    public bool IsAtHome(PageNumber page, NodeId node) =>
        Simulator.Index(page) is >= 0 and int index && index < _pages.Length && _simulator.HomeOf(index) == node.Value;

    public PagesAlong AskAlong(PageNumber page) => _simulator.Options.Runs is { } policy ? new Search(this).Keep(page, policy) : new PagesAlong(page, 0);

    public bool TryTakeZero(PageNumber page)
    {
        if (!IsZero(page)) return false;
        SetPermission(page, PagePermission.None);
        _simulator.Counts.ZeroPages++;
        return true;
    }

    public void InstallZero(PageNumber page)
    {
        ref SimPage record = ref _pages[Simulator.Index(page)];
        Simulator.Demand(record.HasFrame && record.Permission == PagePermission.None, this, "gets a page along for which it keeps no frame, or which its guest can see");
        record.Version = 0;
        record.IsBlank = true;
        _simulator.Counts.RunPages++;
    }

    // Pages that a trace does not mention are not simulated: of two that are next to each other here some may lie in between.
    private bool IsNeighbour(int page, int asked) =>
        page >= 0 && page < _pages.Length && _simulator.HomeOf(page) == _simulator.HomeOf(asked)
        && (int)_simulator.PlaceOf(page).Value - (int)_simulator.PlaceOf(asked).Value == page - asked;

    private bool TryKeep(int page)
    {
        ref SimPage record = ref _pages[page];
        bool isComingBack = _cpus.Exists(cpu => !cpu.Waits && cpu.HasAccess && cpu.FaultedAt >= 0 && cpu.Access.Page == page);
        bool isFrameFree = _simulator.Options.CacheFrames == 0 || _freeFrames > Math.Max(1, _simulator.Options.CacheFrames / KeptFree);
        if (record.HasFrame || isComingBack || !isFrameFree) return false;
        record.IsAlong = true;
        return TryTakeFrame(page);
    }

    private sealed class Search(SimNode node) : RunSearch
    {
        protected override bool IsUsed(PageNumber next, PageNumber page)
        {
            int index = Simulator.Index(next);
            return node.IsNeighbour(index, Simulator.Index(page)) && node._pages[index].Permission == PagePermission.Write && !node._pages[index].IsBlank;
        }

        protected override bool TryKeep(PageNumber next, PageNumber page) => node.IsNeighbour(Simulator.Index(next), Simulator.Index(page)) && node.TryKeep(Simulator.Index(next));
    }
}

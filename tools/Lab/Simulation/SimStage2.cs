using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>What the guest of a simulated node can access: stage 2 without tables. The simulator is told of every change.</summary>
/// <param name="simulator">Asserts what must hold of all nodes together.</param>
/// <param name="node">Whose it is.</param>
internal sealed class SimStage2(Simulator simulator, SimNode node) : IStage2, IStage2Tlb
{
    private PagePermission[] _permissions = [];
    private PhysicalAddress[] _frames = [];

    /// <summary>Makes room for so many granules in all windows. Once, before anything is mapped.</summary>
    public void Install(int granules) => (_permissions, _frames) = (new PagePermission[granules], new PhysicalAddress[granules]);

    /// <summary>What the guest can do with the granule whose place in memory is <paramref name="granule"/>.</summary>
    public PagePermission this[int granule] => _permissions[granule];

    /// <summary>Where it is, if the guest can access it.</summary>
    public PhysicalAddress FrameOf(int granule) => _frames[granule];

    public void Set(GranuleNumber first, uint pages, PhysicalAddress frame, PagePermission permission)
    {
        for (uint i = 0; i < pages; i++)
        {
            int granule = Simulator.IndexOf(first + i);
            PagePermission old = _permissions[granule];
            _permissions[granule] = permission;
            _frames[granule] = frame + ((ulong)i << GranuleNumber.Shift);
            simulator.ChangePermission(node, granule, old, permission);
        }
    }

    public void MapRange(GranuleNumber first, PhysicalAddress start, uint pages) => Set(first, pages, start, PagePermission.Write);

    public void Invalidate(GranuleNumber first, uint pages)
    {
    }

    public void InvalidateAll()
    {
    }

    public void Relax(GranuleNumber page)
    {
    }

    public void Publish()
    {
    }
}

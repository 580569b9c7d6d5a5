namespace Pilevisor.Kernel;

/// <summary>The guest's stage-2 translation on this node. Safe for use by several CPUs at once.</summary>
public interface IStage2
{
    /// <summary>
    /// Maps <paramref name="page"/> to the 4 KiB frame at <paramref name="frame"/> with <paramref name="permission"/>, or unmaps it (None). When this returns after a permission was lowered, no CPU of this
    /// node can still use the old one: descriptor, IPAS2E1IS, DSB ISH, VMALLE1IS, DSB ISH, ISB. A block that holds the page is split first, break-before-make.
    /// After a permission was raised a CPU may still have the old one cached: its next access faults once, and calls <see cref="IStage2Tlb.Relax"/>.
    /// </summary>
    void Set(PageNumber page, PhysicalAddress frame, PagePermission permission);

    /// <summary>Maps <paramref name="pages"/> pages from <paramref name="first"/> to contiguous RAM with full permission, by 2 MiB and 1 GiB blocks where alignment allows. Boot only.</summary>
    void MapRange(PageNumber first, PhysicalAddress start, uint pages);
}

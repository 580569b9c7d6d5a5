namespace Pilevisor.Kernel;

/// <summary>The guest's stage-2 translation on this node. Safe for use by several CPUs at once.</summary>
public interface IStage2
{
    /// <summary>
    /// Maps <paramref name="pages"/> pages from <paramref name="first"/> to RAM from <paramref name="frame"/> with <paramref name="permission"/>, or unmaps them (None). When this returns after a permission was lowered, no CPU of this
    /// node can still use the old one: descriptors, IPAS2E1IS, DSB ISH, VMALLE1IS, DSB ISH, ISB. A larger block that holds the pages is split first, break-before-make.
    /// After a permission was raised a CPU may still have the old one cached: its next access faults once, and calls <see cref="IStage2Tlb.Relax"/>.
    /// </summary>
    /// <param name="first">A multiple of <paramref name="pages"/>, which are always set together.</param>
    /// <param name="pages">A power of two, 1 to 512; 512 are one block.</param>
    /// <param name="frame">Where they are; a multiple of their size.</param>
    /// <param name="permission">What the guest may do.</param>
    void Set(GranuleNumber first, uint pages, PhysicalAddress frame, PagePermission permission);

    /// <summary>Maps <paramref name="pages"/> pages from <paramref name="first"/> to contiguous RAM with full permission, by 2 MiB and 1 GiB blocks where alignment allows. Boot only.</summary>
    void MapRange(GranuleNumber first, PhysicalAddress start, uint pages);
}

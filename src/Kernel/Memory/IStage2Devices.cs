namespace Pilevisor.Kernel;

/// <summary>Device registers that the guest accesses without a trap.</summary>
public interface IStage2Devices
{
    /// <summary>
    /// Maps <paramref name="pages"/> pages from <paramref name="first"/> to device registers from <paramref name="start"/>, readable, writable and never executable, as Device-nGnRE whatever stage 1 says. Boot only; stays mapped.
    /// </summary>
    /// <param name="first">The guest's first page; in none of its RAM.</param>
    /// <param name="start">The first register; at the start of a page.</param>
    /// <param name="pages">How many pages of 4 KiB.</param>
    /// <exception cref="PanicException">If something is mapped there.</exception>
    void MapDevice(GranuleNumber first, PhysicalAddress start, uint pages);
}

namespace Pilevisor.Kernel;

/// <summary>Cache maintenance by address, complete (DSB) when a call returns. Arm ARM, D7.5.</summary>
public interface ICacheMaintenance
{
    /// <summary>DC CIVAC over the range: what was written is visible to observers with caches off, and nothing stale is left here.</summary>
    void CleanAndInvalidate(PhysicalAddress start, uint bytes);

    /// <summary>DC CVAU over the range and IC IALLUIS: what was written can be executed on every CPU of this machine.</summary>
    void MakeExecutable(PhysicalAddress start, uint bytes);
}

namespace Pilevisor.Kernel;

/// <summary>Lets CPUs out of a spin table (Devicetree Specification 0.4, section 3.8.1; Linux, Documentation/arch/arm64/booting.rst): each waits, with its MMU and caches off, for an address to jump to.</summary>
public interface ICpuRelease
{
    /// <summary>
    /// Writes <paramref name="entry"/> to <paramref name="releaseAddress"/> in memory, past all caches, and wakes the CPUs that wait (SEV). The address may lie in a page that EL2 does not map: QEMU's Raspberry Pi has its spin
    /// table in page 0.
    /// </summary>
    void Release(PhysicalAddress releaseAddress, PhysicalAddress entry);
}

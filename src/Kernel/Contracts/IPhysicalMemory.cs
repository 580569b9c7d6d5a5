namespace Pilevisor.Kernel;

/// <summary>This machine's RAM: handed out while the image boots, never taken back.</summary>
public interface IPhysicalMemory
{
    /// <summary>Takes <paramref name="bytes"/> of zeroed, contiguous RAM, aligned to <paramref name="alignment"/> (a power of two, at least 4096). Boot only.</summary>
    /// <param name="bytes">How much; rounded up to whole pages.</param>
    /// <param name="alignment">In bytes.</param>
    /// <param name="purpose">What it is for; stands in the log and in the panic.</param>
    /// <exception cref="PanicException">If there is no such range, or after boot.</exception>
    PhysicalAddress Allocate(ulong bytes, ulong alignment, string purpose);

    /// <summary>As <see cref="Allocate"/>, but with whatever the RAM holds: for large ranges that are written before they are read.</summary>
    PhysicalAddress AllocateUncleared(ulong bytes, ulong alignment, string purpose);

    /// <summary>Where EL2 sees <paramref name="address"/>: Normal write-back memory. The caller stays within what was allocated.</summary>
    unsafe byte* Pointer(PhysicalAddress address);
}

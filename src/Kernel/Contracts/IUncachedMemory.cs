namespace Pilevisor.Kernel;

/// <summary>
/// A little RAM that EL2 does not cache, for what a CPU and a device that is not coherent (<see cref="DeviceResource.IsDmaCoherent"/>) write in turn and in small pieces, such as rings of descriptors: cleaning a cache line would write over
/// what the device has written beside. Handed out while the image boots, never taken back. What is in it still needs <see cref="IDmaBarriers"/>.
/// </summary>
public interface IUncachedMemory
{
    /// <summary>Takes <paramref name="bytes"/> of zeroed, contiguous RAM, aligned to <paramref name="alignment"/> (a power of two, at most 4096). Boot only.</summary>
    /// <param name="bytes">How much; rounded up to whole multiples of <paramref name="alignment"/>.</param>
    /// <param name="alignment">In bytes.</param>
    /// <param name="purpose">What it is for; stands in the panic.</param>
    /// <exception cref="PanicException">If there is not so much left.</exception>
    PhysicalAddress Allocate(uint bytes, uint alignment, string purpose);

    /// <summary>Where EL2 sees <paramref name="address"/>: Device memory, so every access is of 4 or 8 bytes at a multiple of its size, and by <see cref="System.Threading.Volatile"/>. The caller stays within what was allocated.</summary>
    unsafe byte* Pointer(PhysicalAddress address);
}

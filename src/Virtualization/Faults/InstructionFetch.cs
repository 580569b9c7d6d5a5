using System.Runtime.CompilerServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Looks at the guest's instruction that faulted.</summary>
/// <param name="registers">Translates its address.</param>
/// <param name="physical">Reads it as it lies here.</param>
/// <param name="memory">Reads it wherever it lies.</param>
public sealed class InstructionFetch(IGuestRegisters registers, IPhysicalMemory physical, IGuestMemory memory)
{
    /// <summary>Looks at the A64 instruction at <paramref name="virtualAddress"/>.</summary>
    /// <returns>
    /// False if its page is not mapped here. It was a moment ago, when the instruction was fetched; another CPU may have given it up since. For the same reason what is read is a hint and no more: the frame may
    /// hold another page by now.
    /// </returns>
    public unsafe bool TryRead(ulong virtualAddress, out uint instruction)
    {
        instruction = 0;
        if (virtualAddress % 4 != 0) return false;
        AddressTranslation translation = registers.TranslateToPhysical(virtualAddress);
        if (translation.HasFailed) return false;
        instruction = Unsafe.ReadUnaligned<uint>(physical.Pointer(new PhysicalAddress(translation.Page + (virtualAddress & (GranuleNumber.Bytes - 1)))));
        return true;
    }

    /// <summary>
    /// Fetches the A64 instruction at <paramref name="virtualAddress"/> in order to execute it: by the guest's own translation, from a page that is brought here if need be. Instructions are little-endian,
    /// whatever the guest's data is. No lock may be held.
    /// </summary>
    /// <returns>False if the guest's translation, its tables or the page has gone since the guest fetched it: let it try again, and fault on its fetch.</returns>
    public bool TryFetch(ulong virtualAddress, out uint instruction)
    {
        instruction = 0;
        if (virtualAddress % 4 != 0) return false;
        AddressTranslation translation = registers.TranslateToGuestPhysical(virtualAddress);
        if (translation.HasFailed) return false;
        GuestPhysicalAddress address = new(translation.Page + (virtualAddress & (GranuleNumber.Bytes - 1)));
        if (!memory.Holds(address)) return false;
        if (memory.TryReadWord(address, out instruction)) return true;
        memory.Resolve(address.Granule, AccessKind.Read);
        return memory.TryReadWord(address, out instruction);
    }
}

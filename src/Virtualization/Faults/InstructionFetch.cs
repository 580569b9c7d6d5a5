using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Looks at the guest's instruction that faulted.</summary>
/// <param name="registers">Translates its address.</param>
/// <param name="memory">Reads it.</param>
public sealed class InstructionFetch(IGuestRegisters registers, IPhysicalMemory memory)
{
    /// <summary>Reads the A64 instruction at <paramref name="virtualAddress"/>.</summary>
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
        instruction = Unsafe.ReadUnaligned<uint>(memory.Pointer(new PhysicalAddress(translation.Page + (virtualAddress & (PageNumber.PageBytes - 1)))));
        return true;
    }
}

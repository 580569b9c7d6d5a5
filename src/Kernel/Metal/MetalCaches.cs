using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>Cache maintenance by the instructions of the architecture.</summary>
public sealed class MetalCaches : ICacheMaintenance
{
    /// <inheritdoc/>
    public void CleanAndInvalidate(PhysicalAddress start, uint bytes) => CleanInvalidateLines(start.Value, start.Value + bytes);

    /// <inheritdoc/>
    public void InvalidateInstructions() => InvalidateInstructionCaches();

    [RuntimeImport("*", "asm_clean_invalidate")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void CleanInvalidateLines(ulong start, ulong end);

    [RuntimeImport("*", "asm_invalidate_instructions")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void InvalidateInstructionCaches();
}

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>RNDRRS, where ID_AA64ISAR0_EL1 of the calling CPU says that it has it (FEAT_RNG), which reseeds its generator from a true source for each number: Metal/entropy.S.</summary>
public sealed class MetalCpuEntropy : EntropySource
{
    private const int RndrShift = 60;

    /// <inheritdoc/>
    public override bool IsThere => ReadIdAa64Isar0() >> RndrShift != 0;

    /// <inheritdoc/>
    public override bool TryDraw(out ulong bits) => Draw(out bits) != 0;

    [RuntimeImport("*", "asm_read_id_aa64isar0_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIdAa64Isar0();

    [RuntimeImport("*", "asm_draw_random")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int Draw(out ulong bits);
}

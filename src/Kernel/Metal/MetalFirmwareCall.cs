using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>SMC and HVC: Metal/smc.S.</summary>
public sealed class MetalFirmwareCall : IFirmwareCall
{
    /// <inheritdoc/>
    public long Smc(ulong function, ulong argument1, ulong argument2, ulong argument3) => CallSmc(function, argument1, argument2, argument3);

    /// <inheritdoc/>
    public long Hvc(ulong function, ulong argument1, ulong argument2, ulong argument3) => CallHvc(function, argument1, argument2, argument3);

    [RuntimeImport("*", "asm_smc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long CallSmc(ulong function, ulong argument1, ulong argument2, ulong argument3);

    [RuntimeImport("*", "asm_hvc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long CallHvc(ulong function, ulong argument1, ulong argument2, ulong argument3);
}

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

    /// <inheritdoc/>
    public long Smc(ulong function, ulong argument, out FirmwareResults results) => CallSmc(function, argument, out results);

    /// <inheritdoc/>
    public long Hvc(ulong function, ulong argument, out FirmwareResults results) => CallHvc(function, argument, out results);

    [RuntimeImport("*", "asm_smc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long CallSmc(ulong function, ulong argument1, ulong argument2, ulong argument3);

    [RuntimeImport("*", "asm_hvc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long CallHvc(ulong function, ulong argument1, ulong argument2, ulong argument3);

    [RuntimeImport("*", "asm_smc_results")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long CallSmc(ulong function, ulong argument, out FirmwareResults results);

    [RuntimeImport("*", "asm_hvc_results")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long CallHvc(ulong function, ulong argument, out FirmwareResults results);
}

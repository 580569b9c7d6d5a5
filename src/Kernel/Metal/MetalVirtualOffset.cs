using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>CNTVOFF_EL2.</summary>
public sealed class MetalVirtualOffset : IVirtualOffset
{
    /// <inheritdoc/>
    public void Set(ulong ticks) => SetRegister(ticks);

    [RuntimeImport("*", "asm_set_cntvoff")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SetRegister(ulong ticks);
}

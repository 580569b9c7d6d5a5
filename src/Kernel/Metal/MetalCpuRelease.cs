using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>Spin tables: Metal/boot.S, since the MMU is off meanwhile.</summary>
public sealed class MetalCpuRelease : ICpuRelease
{
    /// <inheritdoc/>
    public void Release(PhysicalAddress releaseAddress, PhysicalAddress entry) => ReleaseCpu(releaseAddress.Value, entry.Value);

    [RuntimeImport("*", "asm_release_cpu")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void ReleaseCpu(ulong releaseAddress, ulong entry);
}

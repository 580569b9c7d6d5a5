using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>Device registers as EL2 sees them: at their physical address, Device-nGnRE.</summary>
public sealed class MetalMmio : IMmio
{
    /// <inheritdoc/>
    public byte Read8(PhysicalAddress register) => Load8(register.Value);

    /// <inheritdoc/>
    public uint Read32(PhysicalAddress register) => Load32(register.Value);

    /// <inheritdoc/>
    public ulong Read64(PhysicalAddress register) => Load64(register.Value);

    /// <inheritdoc/>
    public void Write8(PhysicalAddress register, byte value) => Store8(register.Value, value);

    /// <inheritdoc/>
    public void Write32(PhysicalAddress register, uint value) => Store32(register.Value, value);

    /// <inheritdoc/>
    public void Write64(PhysicalAddress register, ulong value) => Store64(register.Value, value);

    [RuntimeImport("*", "asm_read8")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte Load8(ulong address);

    [RuntimeImport("*", "asm_read32")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern uint Load32(ulong address);

    [RuntimeImport("*", "asm_read64")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Load64(ulong address);

    [RuntimeImport("*", "asm_write8")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Store8(ulong address, byte value);

    [RuntimeImport("*", "asm_write32")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Store32(ulong address, uint value);

    [RuntimeImport("*", "asm_write64")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Store64(ulong address, ulong value);
}

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The ICH_*_EL2 registers of the CPU this runs on: Metal/gic.S.</summary>
public sealed class MetalGicHypervisorRegisters : IGicHypervisorRegisters
{
    /// <inheritdoc/>
    public ulong IchHcr
    {
        get => ReadIchHcr();
        set => WriteIchHcr(value);
    }

    /// <inheritdoc/>
    public ulong IchVtr => ReadIchVtr();

    /// <inheritdoc/>
    public ulong IchVmcr
    {
        get => ReadIchVmcr();
        set => WriteIchVmcr(value);
    }

    /// <inheritdoc/>
    public ulong IchEisr => ReadIchEisr();

    /// <inheritdoc/>
    public ulong IchElrsr => ReadIchElrsr();

    /// <inheritdoc/>
    public ulong ReadIchLr(int index)
    {
        Panic.Unless((uint)index < 16, "there is no such ICH_LR<n>_EL2");
        return ReadLr(index);
    }

    /// <inheritdoc/>
    public void WriteIchLr(int index, ulong value)
    {
        Panic.Unless((uint)index < 16, "there is no such ICH_LR<n>_EL2");
        WriteLr(index, value);
    }

    /// <inheritdoc/>
    public ulong ReadIchAp0R(int index)
    {
        Panic.Unless((uint)index < 4, "there is no such ICH_AP0R<n>_EL2");
        return ReadAp0R(index);
    }

    /// <inheritdoc/>
    public ulong ReadIchAp1R(int index)
    {
        Panic.Unless((uint)index < 4, "there is no such ICH_AP1R<n>_EL2");
        return ReadAp1R(index);
    }

    /// <inheritdoc/>
    public void WriteIchAp0R(int index, ulong value)
    {
        Panic.Unless((uint)index < 4, "there is no such ICH_AP0R<n>_EL2");
        WriteAp0R(index, value);
    }

    /// <inheritdoc/>
    public void WriteIchAp1R(int index, ulong value)
    {
        Panic.Unless((uint)index < 4, "there is no such ICH_AP1R<n>_EL2");
        WriteAp1R(index, value);
    }

    [RuntimeImport("*", "asm_read_ich_hcr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIchHcr();

    [RuntimeImport("*", "asm_write_ich_hcr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIchHcr(ulong value);

    [RuntimeImport("*", "asm_read_ich_vtr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIchVtr();

    [RuntimeImport("*", "asm_read_ich_vmcr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIchVmcr();

    [RuntimeImport("*", "asm_write_ich_vmcr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIchVmcr(ulong value);

    [RuntimeImport("*", "asm_read_ich_eisr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIchEisr();

    [RuntimeImport("*", "asm_read_ich_elrsr_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIchElrsr();

    [RuntimeImport("*", "asm_read_ich_lr")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadLr(int index);

    [RuntimeImport("*", "asm_write_ich_lr")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteLr(int index, ulong value);

    [RuntimeImport("*", "asm_read_ich_ap0r")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadAp0R(int index);

    [RuntimeImport("*", "asm_read_ich_ap1r")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadAp1R(int index);

    [RuntimeImport("*", "asm_write_ich_ap0r")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteAp0R(int index, ulong value);

    [RuntimeImport("*", "asm_write_ich_ap1r")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteAp1R(int index, ulong value);
}

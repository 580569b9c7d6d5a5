using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The ICC_* registers of the CPU this runs on: Metal/gic.S.</summary>
public sealed class MetalGicCpuRegisters : IGicCpuRegisters
{
    /// <inheritdoc/>
    public ulong IccSreEl2
    {
        get => ReadIccSreEl2();
        set => WriteIccSreEl2(value);
    }

    /// <inheritdoc/>
    public ulong IccSreEl1
    {
        set => WriteIccSreEl1(value);
    }

    /// <inheritdoc/>
    public ulong IccPmr
    {
        set => WriteIccPmr(value);
    }

    /// <inheritdoc/>
    public ulong IccBpr1
    {
        set => WriteIccBpr1(value);
    }

    /// <inheritdoc/>
    public ulong IccCtlr
    {
        set => WriteIccCtlr(value);
    }

    /// <inheritdoc/>
    public ulong IccIgrpen1
    {
        set => WriteIccIgrpen1(value);
    }

    /// <inheritdoc/>
    public ulong ReadIar1() => ReadIccIar1();

    /// <inheritdoc/>
    public void WriteEoir1(ulong interrupt) => WriteIccEoir1(interrupt);

    /// <inheritdoc/>
    public void WriteDir(ulong interrupt) => WriteIccDir(interrupt);

    /// <inheritdoc/>
    public void WriteSgi1R(ulong value) => WriteIccSgi1R(value);

    [RuntimeImport("*", "asm_read_icc_sre_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIccSreEl2();

    [RuntimeImport("*", "asm_write_icc_sre_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccSreEl2(ulong value);

    [RuntimeImport("*", "asm_write_icc_sre_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccSreEl1(ulong value);

    [RuntimeImport("*", "asm_write_icc_pmr_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccPmr(ulong value);

    [RuntimeImport("*", "asm_write_icc_bpr1_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccBpr1(ulong value);

    [RuntimeImport("*", "asm_write_icc_ctlr_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccCtlr(ulong value);

    [RuntimeImport("*", "asm_write_icc_igrpen1_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccIgrpen1(ulong value);

    [RuntimeImport("*", "asm_read_icc_iar1_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIccIar1();

    [RuntimeImport("*", "asm_write_icc_eoir1_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccEoir1(ulong value);

    [RuntimeImport("*", "asm_write_icc_dir_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccDir(ulong value);

    [RuntimeImport("*", "asm_write_icc_sgi1r_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteIccSgi1R(ulong value);
}

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The generic timer of the CPU this runs on: Metal/timer.S.</summary>
public sealed class MetalTimerRegisters : ITimerRegisters
{
    /// <inheritdoc/>
    public ulong Cntfrq => ReadCntfrq();

    /// <inheritdoc/>
    public ulong Cntpct => ReadCntpct();

    /// <inheritdoc/>
    public ulong CnthpCval
    {
        set => WriteCnthpCval(value);
    }

    /// <inheritdoc/>
    public ulong CnthpCtl
    {
        set => WriteCnthpCtl(value);
    }

    [RuntimeImport("*", "asm_read_cntfrq_el0")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCntfrq();

    [RuntimeImport("*", "asm_read_cntpct_el0")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCntpct();

    [RuntimeImport("*", "asm_write_cnthp_cval_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteCnthpCval(ulong value);

    [RuntimeImport("*", "asm_write_cnthp_ctl_el2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteCnthpCtl(ulong value);
}

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The calling CPU's way into its guest.</summary>
public sealed unsafe class MetalGuestEntry : IGuestEntry
{
    /// <inheritdoc/>
    public void Configure(in GuestControls controls) =>
        ConfigureCpu(controls.Hcr, controls.Vtcr, controls.Vttbr, controls.Cptr, controls.Mdcr, controls.Cnthctl, controls.Hstr);

    /// <inheritdoc/>
    public void Enter(ref TrapFrame frame)
    {
        // The frame is copied to the top of this CPU's stack, over the calls that led here: there is no way back.
        EnterCpu((TrapFrame*)Unsafe.AsPointer(ref frame));
    }

    [RuntimeImport("*", "asm_configure_guest")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void ConfigureCpu(ulong hcr, ulong vtcr, ulong vttbr, ulong cptr, ulong mdcr, ulong cnthctl, ulong hstr);

    [RuntimeImport("*", "asm_enter_guest")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void EnterCpu(TrapFrame* frame);
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What a CPU does for the rest of its life: it waits until PSCI turns its vCPU on, and enters the guest. It comes back by traps only.</summary>
/// <param name="stage2">The guest's memory on this node.</param>
/// <param name="power">Turns vCPUs on.</param>
/// <param name="maintenance">Whether TLB maintenance traps.</param>
/// <param name="vectors">What traps where a CPU has SVE or SME.</param>
/// <param name="boundary">What surrounds every stay outside the guest.</param>
/// <param name="entry">The way in.</param>
public sealed class VcpuRunner(
    Stage2Tables stage2, VcpuPower power, TlbDecision maintenance, HiddenVectorFeatures vectors, IGuestBoundary boundary, IGuestEntry entry)
{
    // RES1, PS 40 bits, 4 KiB, inner shareable, write-back walks, start at level 1, T0SZ 24: a 40-bit guest-physical space.
    private const ulong Vtcr = (1ul << 31) | (2ul << 16) | (3ul << 12) | (1ul << 10) | (1ul << 8) | (1ul << 6) | (64 - GuestPhysicalAddress.Bits);
    private const ulong Vmid = 1ul << 48;

    /// <summary>Sets the calling CPU's controls. Boot only.</summary>
    public void InitializeCpu()
    {
        GuestControls controls = HypervisorConfiguration.WithStage2(Vtcr, Vmid | stage2.Root.Value, maintenance.Traps);
        controls.Cptr |= vectors.Traps;
        entry.Configure(in controls);
    }

    /// <summary>Runs the calling CPU's vCPU. Does not return.</summary>
    public void Run()
    {
        TrapFrame frame = default;
        power.AwaitStart(ref frame);
        boundary.BeforeEntry(in frame);
        entry.Enter(ref frame);
    }
}

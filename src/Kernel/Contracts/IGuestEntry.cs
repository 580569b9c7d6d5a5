namespace Pilevisor.Kernel;

/// <summary>The calling CPU's way into its guest.</summary>
public interface IGuestEntry
{
    /// <summary>Sets what the guest runs under on the calling CPU: traps, stage 2 and VMID. Its old translations are dropped.</summary>
    void Configure(in GuestControls controls);

    /// <summary>Enters the guest as <paramref name="frame"/> says, FP and SIMD registers zero. Does not return: the next time this CPU is at EL2 is in the trap core.</summary>
    void Enter(ref TrapFrame frame);
}

namespace Pilevisor.Kernel;

/// <summary>The guest's SIMD registers that a <see cref="TrapFrame"/> lacks: those which compiled code does not use stay in the CPU as long as it is at EL2.</summary>
public interface IGuestSimd
{
    /// <summary>Adds them to the frame of the exception that the calling CPU is handling.</summary>
    void Complete(ref TrapFrame frame);

    /// <summary>Takes them from the frame, so that the guest finds what was written there. Only after <see cref="Complete"/>.</summary>
    void Restore(in TrapFrame frame);
}

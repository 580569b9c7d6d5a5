namespace Pilevisor.Kernel;

/// <summary>
/// What can be answered in the fast lane: from the guest's registers and from memory that it need not lock. To the rest of the hypervisor it is as if the guest had not been left: it is not told (<see cref="IGuestBoundary"/>),
/// so nothing here may read guest time, touch an interrupt's state, send a message, take a lock or wait. The build refuses an image in which an instruction that names a SIMD register, or a call whose target is
/// found at run time, can be reached from here (docs/toolchain.md, PV2014 and PV2015).
/// </summary>
public abstract class FastTrapHandler
{
    /// <summary>Answers the trap, or leaves it to the <see cref="TrapHandler"/> of its class, without having changed anything.</summary>
    /// <returns>Whether it is answered.</returns>
    public abstract bool TryHandleFast(ref FastTrapFrame frame, ExceptionSyndrome syndrome);
}

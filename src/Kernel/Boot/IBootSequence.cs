namespace Pilevisor.Kernel;

/// <summary>
/// Starts an image's components. The image itself is one, if a component asks for it: the composition generator writes <see cref="Start"/> from what the components' methods are marked with
/// (<see cref="StartsAttribute"/>).
/// </summary>
public interface IBootSequence
{
    /// <summary>Starts those of a phase, in order. Boot only; each phase once, <see cref="BootPhase.MachineCpu"/> and <see cref="BootPhase.GuestCpu"/> once on each CPU.</summary>
    void Start(BootPhase phase);
}

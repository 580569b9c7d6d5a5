namespace Pilevisor.Kernel;

/// <summary>What a CPU does each time it leaves its guest and each time it goes back: cheap when there is nothing to do.</summary>
public interface IGuestBoundary
{
    /// <summary>The CPU has just left the guest. Interrupts are masked, no lock is held.</summary>
    void AfterExit();

    /// <summary>The CPU is about to enter the guest as <paramref name="frame"/> says: list registers are filled, guest time is brought up to date.</summary>
    void BeforeEntry(in TrapFrame frame);
}

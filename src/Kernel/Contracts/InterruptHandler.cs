namespace Pilevisor.Kernel;

/// <summary>What is done when a physical interrupt is taken. Runs on the CPU that took it, with interrupts masked and no lock held.</summary>
public abstract class InterruptHandler
{
    /// <summary>Deals with the interrupt.</summary>
    public abstract InterruptOutcome Handle(InterruptId interrupt);
}

namespace Pilevisor.Kernel;

/// <summary>What is done for one exception class taken from the guest. The trap core knows handlers only as this.</summary>
public abstract class TrapHandler
{
    /// <summary>Deals with the trap: changes the guest's registers in <paramref name="frame"/> and says where it goes on by <see cref="TrapFrame.Elr"/>. Runs with interrupts masked and no lock held.</summary>
    public abstract void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome);
}

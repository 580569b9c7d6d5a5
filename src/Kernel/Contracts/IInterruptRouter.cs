namespace Pilevisor.Kernel;

/// <summary>The table of physical interrupts and their handlers.</summary>
public interface IInterruptRouter
{
    /// <summary>From now on <paramref name="interrupt"/> goes to <paramref name="handler"/>. Boot only; does not enable it.</summary>
    /// <exception cref="PanicException">If it already has a handler.</exception>
    void Register(InterruptId interrupt, InterruptHandler handler);
}

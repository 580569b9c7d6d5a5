namespace Pilevisor.Kernel;

/// <summary>The table of exception classes and their handlers, indexed by ESR_EL2.EC.</summary>
public interface ITrapTable
{
    /// <summary>From now on exceptions of <paramref name="exceptionClass"/> from the guest go to <paramref name="handler"/>. Boot only.</summary>
    /// <exception cref="PanicException">If the class already has a handler.</exception>
    void Register(ExceptionClass exceptionClass, TrapHandler handler);

    /// <summary>From now on <paramref name="handler"/> sees exceptions of <paramref name="exceptionClass"/> from a guest in AArch64 state first. Boot only.</summary>
    /// <exception cref="PanicException">If the class already has such a handler.</exception>
    void RegisterFast(ExceptionClass exceptionClass, FastTrapHandler handler);
}

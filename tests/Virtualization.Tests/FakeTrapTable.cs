using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Handlers by exception class, called as the trap core would.</summary>
internal sealed class FakeTrapTable : ITrapTable
{
    public Dictionary<ExceptionClass, TrapHandler> Handlers { get; } = [];

    public void Register(ExceptionClass exceptionClass, TrapHandler handler) => Handlers.Add(exceptionClass, handler);

    public Dictionary<ExceptionClass, FastTrapHandler> FastHandlers { get; } = [];

    public void RegisterFast(ExceptionClass exceptionClass, FastTrapHandler handler) => FastHandlers.Add(exceptionClass, handler);

    public bool TryDispatchFast(ref FastTrapFrame frame)
    {
        ExceptionSyndrome syndrome = new(frame.Esr);
        return FastHandlers[syndrome.Class].TryHandleFast(ref frame, syndrome);
    }

    public void Dispatch(ref TrapFrame frame)
    {
        ExceptionSyndrome syndrome = new(frame.Esr);
        Handlers[syndrome.Class].Handle(ref frame, syndrome);
    }
}

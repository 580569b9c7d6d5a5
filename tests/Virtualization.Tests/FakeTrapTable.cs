using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Handlers by exception class, called as the trap core would.</summary>
internal sealed class FakeTrapTable : ITrapTable
{
    public Dictionary<ExceptionClass, TrapHandler> Handlers { get; } = [];

    public void Register(ExceptionClass exceptionClass, TrapHandler handler) => Handlers.Add(exceptionClass, handler);

    public void Dispatch(ref TrapFrame frame)
    {
        ExceptionSyndrome syndrome = new(frame.Esr);
        Handlers[syndrome.Class].Handle(ref frame, syndrome);
    }
}

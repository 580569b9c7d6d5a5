using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A table of trap handlers that a test can call.</summary>
internal sealed class FakeTraps : ITrapTable
{
    private readonly Dictionary<ExceptionClass, TrapHandler> _handlers = [];

    public void Register(ExceptionClass exceptionClass, TrapHandler handler) => _handlers.Add(exceptionClass, handler);

    public void Take(ExceptionClass exceptionClass, ref TrapFrame frame) =>
        _handlers[exceptionClass].Handle(ref frame, new ExceptionSyndrome((ulong)exceptionClass << 26));

    /// <summary>Takes the exception that the frame's syndrome says.</summary>
    public void Take(ref TrapFrame frame)
    {
        ExceptionSyndrome syndrome = new(frame.Esr);
        _handlers[syndrome.Class].Handle(ref frame, syndrome);
    }
}

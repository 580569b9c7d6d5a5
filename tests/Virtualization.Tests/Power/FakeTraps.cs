using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A table of trap handlers that a test can call.</summary>
internal sealed class FakeTraps : ITrapTable
{
    private readonly Dictionary<ExceptionClass, TrapHandler> _handlers = [];
    private readonly Dictionary<ExceptionClass, FastTrapHandler> _fast = [];

    public void Register(ExceptionClass exceptionClass, TrapHandler handler) => _handlers.Add(exceptionClass, handler);

    public void RegisterFast(ExceptionClass exceptionClass, FastTrapHandler handler) => _fast.Add(exceptionClass, handler);

    public bool TryTakeFast(ExceptionClass exceptionClass, ref FastTrapFrame frame) =>
        _fast[exceptionClass].TryHandleFast(ref frame, new ExceptionSyndrome((ulong)exceptionClass << 26));

    public void Take(ExceptionClass exceptionClass, ref TrapFrame frame) =>
        _handlers[exceptionClass].Handle(ref frame, new ExceptionSyndrome((ulong)exceptionClass << 26));
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Exception classes and their handlers, indexed by ESR_EL2.EC.</summary>
public sealed class TrapTable : ITrapTable
{
    private const int Classes = 64;

    private FastHandlers _fast;
    private readonly TrapHandler?[] _handlers = new TrapHandler?[Classes];

    /// <inheritdoc/>
    public void Register(ExceptionClass exceptionClass, TrapHandler handler)
    {
        ref TrapHandler? entry = ref _handlers[(int)exceptionClass];
        if (entry is not null) Panic.Fail($"exception class {(ulong)exceptionClass:x} already has a handler");
        entry = handler;
    }

    /// <inheritdoc/>
    public void RegisterFast(ExceptionClass exceptionClass, FastTrapHandler handler)
    {
        ref FastTrapHandler? entry = ref _fast[(int)exceptionClass];
        if (entry is not null) Panic.Fail($"exception class {(ulong)exceptionClass:x} already has a handler in the fast lane");
        entry = handler;
    }

    /// <summary>The fast lane's handler, if there is one, for what <paramref name="esr"/> (ESR_EL2) says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FastTrapHandler? FastHandlerOf(ulong esr) => Unsafe.Add(ref _fast[0], (int)new ExceptionSyndrome(esr).Class % Classes);

    /// <summary>Calls the handler for what <paramref name="frame"/> says.</summary>
    /// <exception cref="PanicException">If nobody handles its class: the hypervisor's configuration traps what no component asked for.</exception>
    public void Dispatch(ref TrapFrame frame)
    {
        ExceptionSyndrome syndrome = new(frame.Esr);
        TrapHandler? handler = _handlers[(int)syndrome.Class];
        if (handler is null) Refuse(in frame);
        handler.Handle(ref frame, syndrome);
    }

    // Apart from the way of every trap, since making a text takes half a kilobyte of stack.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(in TrapFrame frame) => Panic.Fail($"no handler for ESR_EL2 {frame.Esr:x} at ELR_EL2 {frame.Elr:x}, FAR_EL2 {frame.Far:x}");

    // In this object, not in one more: the fast lane's way to it is as short as it can be.
    [InlineArray(Classes)]
    private struct FastHandlers
    {
        private FastTrapHandler? _first;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Exception classes and their handlers, indexed by ESR_EL2.EC.</summary>
public sealed class TrapTable : ITrapTable
{
    private readonly TrapHandler?[] _handlers = new TrapHandler?[64];

    /// <inheritdoc/>
    public void Register(ExceptionClass exceptionClass, TrapHandler handler)
    {
        ref TrapHandler? entry = ref _handlers[(int)exceptionClass];
        if (entry is not null) Panic.Fail($"exception class {(ulong)exceptionClass:x} already has a handler");
        entry = handler;
    }

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
}

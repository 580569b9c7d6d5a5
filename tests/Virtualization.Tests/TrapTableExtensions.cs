using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Traps as the trap core would deal with them.</summary>
internal static class TrapTableExtensions
{
    /// <summary>The guest of <paramref name="frame"/> traps with an exception of that class, about which the syndrome says nothing else.</summary>
    public static void Take(this TrapTable table, ExceptionClass exceptionClass, ref TrapFrame frame)
    {
        frame.Esr = EsrOf(exceptionClass);
        table.Dispatch(ref frame);
    }

    /// <summary>The same in the fast lane, of a frame whose syndrome says it all.</summary>
    public static bool TryTakeFast(this TrapTable table, ref FastTrapFrame frame) =>
        table.FastHandlerOf(frame.Esr) is { } handler && handler.TryHandleFast(ref frame, new ExceptionSyndrome(frame.Esr));

    /// <summary>ESR_EL2 of an exception of that class.</summary>
    public static ulong EsrOf(ExceptionClass exceptionClass) => (ulong)exceptionClass << 26;
}

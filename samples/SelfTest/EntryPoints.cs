using System;
using System.Runtime;
using Pilevisor.Kernel;

namespace Pilevisor.SelfTest;

/// <summary>What boot.S, vectors.S and the core library call. A fault at EL2 is a failure of the self-test, and its end.</summary>
internal static unsafe class EntryPoints
{
    [RuntimeExport("kernel_main")]
    private static void Main()
    {
        SelfTestRun.Begin();
        SelfTestRun.RunNextFatal();
    }

    [RuntimeExport("kernel_panic")]
    private static void Panic(char* message, int length) => SelfTestRun.Panicked(new ReadOnlySpan<char>(message, length));

    [RuntimeExport("kernel_fault")]
    private static void Fault(TrapFrame* frame, ulong kind)
    {
        TextBuilder line = new(0, 0);
        line.AppendLiteral("fault ");
        line.AppendHex(frame->Esr);
        line.AppendLiteral(" at ");
        line.AppendHex(frame->Elr);
        Machine.WriteLine(line.Text);
        Machine.PowerOff();
    }

    // There is neither a guest nor a second CPU.
    [RuntimeExport("kernel_trap")]
    private static void Trap(TrapFrame* frame) => Fault(frame, 0);

    [RuntimeExport("kernel_fast_trap")]
    private static bool FastTrap() => false;

    [RuntimeExport("kernel_secondary")]
    private static void Secondary() => Machine.PowerOff();
}

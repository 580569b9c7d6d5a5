using System;
using System.Runtime;

namespace Pilevisor.SelfTest;

internal static unsafe class EntryPoints
{
    [RuntimeExport("kernel_main")]
    private static void Main()
    {
        foreach (char c in "hello\n".AsSpan()) Machine.Put(c);
        throw new ArgumentOutOfRangeException("node");
    }

    [RuntimeExport("kernel_panic")]
    private static void Panic(char* message, int length)
    {
        foreach (char c in "panic ".AsSpan()) Machine.Put(c);
        foreach (char c in new ReadOnlySpan<char>(message, length)) Machine.Put(c);
        Machine.Put('\n');
        Machine.PowerOff();
    }

    [RuntimeExport("kernel_secondary")]
    private static void Secondary()
    {
    }

    [RuntimeExport("kernel_trap")]
    private static void Trap()
    {
    }

    [RuntimeExport("kernel_fault")]
    private static void Fault()
    {
    }
}

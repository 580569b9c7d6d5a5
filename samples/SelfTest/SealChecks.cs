using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.SelfTest;

/// <summary>The arena once it is sealed. There is no such thing on the host.</summary>
internal static class SealChecks
{
    internal const int Count = 4;

    // What is not kept would not be made.
    private static byte[]? s_array;
    private static UartReport? s_report;
    private static Exception? s_exception;

    internal static string Name(int index) => index switch
    {
        0 => "array",
        1 => "object",
        2 => "exception",
        _ => "reserve",
    };

    /// <summary>The first seals the arena; none returns.</summary>
    internal static void Run(int index)
    {
        Seal();
        switch (index)
        {
            case 0:
                s_array = new byte[8];
                break;
            case 1:
                s_report = new UartReport();
                break;
            case 2:
                Pilevisor.Kernel.Panic.Fail($"a message of {(uint)index} values survives");
                break;
            default:
                while (true) s_exception = new InvalidOperationException("never thrown");
        }
    }

    [RuntimeImport("*", "corelib_seal")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Seal();
}

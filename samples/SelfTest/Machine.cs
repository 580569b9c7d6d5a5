using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.SelfTest;

/// <summary>What the image needs of a machine: the serial port that the build knows (EarlyUart) to write to, and an end.</summary>
internal static class Machine
{
    /// <summary>PSCI SYSTEM_OFF by SMC (Arm DEN 0022).</summary>
    private const ulong SystemOff = 0x8400_0008;

    internal static void WriteLine(ReadOnlySpan<char> text)
    {
        foreach (char character in text) Put(character);
        Put('\n');
    }

    internal static void PowerOff() => Smc(SystemOff, 0, 0, 0);

    [RuntimeImport("*", "asm_early_write")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Put(uint character);

    [RuntimeImport("*", "asm_smc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Smc(ulong function, ulong first, ulong second, ulong third);
}

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.SelfTest;

/// <summary>What the image needs of its machine: a UART to write to, and an end.</summary>
internal static class Machine
{
    /// <summary>PSCI SYSTEM_OFF by SMC (Arm DEN 0022).</summary>
    private const ulong SystemOff = 0x8400_0008;

    internal static void WriteLine(ReadOnlySpan<char> text)
    {
        foreach (char character in text) Write32(Board.UartData, character);
        Write32(Board.UartData, '\n');
    }

    internal static void PowerOff() => Smc(SystemOff, 0, 0, 0);

    [RuntimeImport("*", "asm_write32")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Write32(ulong address, uint value);

    [RuntimeImport("*", "asm_smc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Smc(ulong function, ulong first, ulong second, ulong third);
}

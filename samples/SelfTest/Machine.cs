using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.SelfTest;

/// <summary>What the image needs of QEMU's virt machine: a place to write to, and an end.</summary>
internal static unsafe class Machine
{
    private const ulong Uart = 0x0900_0000;

    /// <summary>PSCI SYSTEM_OFF by SMC (Arm DEN 0022).</summary>
    private const ulong SystemOff = 0x8400_0008;

    [RuntimeImport("*", "asm_write32")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Write32(ulong address, uint value);

    [RuntimeImport("*", "asm_smc")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Smc(ulong function);

    internal static void Put(char character) => Write32(Uart, character);

    internal static void PowerOff() => Smc(SystemOff);
}

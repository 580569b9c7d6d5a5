namespace Pilevisor.SelfTest;

/// <summary>What is where on QEMU's virt machine.</summary>
internal static class Board
{
    /// <summary>UARTDR of QEMU's PL011, which takes characters without set-up.</summary>
    internal const ulong UartData = 0x0900_0000;
}

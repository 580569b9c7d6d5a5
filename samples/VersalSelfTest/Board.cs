namespace Pilevisor.SelfTest;

/// <summary>What is where on a Versal board.</summary>
internal static class Board
{
    /// <summary>UARTDR of its first PL011.</summary>
    internal const ulong UartData = 0xff00_0000;
}

using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>What goes over the wire for <see cref="InterruptSettlement"/> (12 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct SettlementMessage
{
    /// <summary>Its size.</summary>
    public const int Bytes = 12;

    /// <summary>The value of <see cref="Scope"/> for the distributor.</summary>
    public const byte Distributor = 0xff;

    /// <summary>Which look it is about; 0 asks for a new one.</summary>
    public uint Generation;

    /// <summary>The 32 INTIDs whose registers are accessed: the first over 32.</summary>
    public ushort Word;

    /// <summary>The CPU that asks, of the node that asks.</summary>
    public byte Cpu;

    /// <summary>The CPU whose redistributor is accessed, of the node that is asked; or <see cref="Distributor"/>. In an answer, 1 if the registers are true, otherwise 0.</summary>
    public byte Scope;

    /// <summary>Whether it answers.</summary>
    public byte IsAnswer;
}

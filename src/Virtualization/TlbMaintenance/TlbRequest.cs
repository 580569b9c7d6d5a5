using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>TLB maintenance as it goes over the wire, and its acknowledgement (little-endian, 16 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct TlbRequest
{
    /// <summary>Its size.</summary>
    public const int Bytes = 16;

    /// <summary>Xt of the instruction.</summary>
    public ulong Operand;

    /// <summary>The instruction: <see cref="Kernel.TlbInvalidation.Number"/>.</summary>
    public byte Invalidation;

    /// <summary>The CPU of the asking node that waits.</summary>
    public byte Cpu;
}

using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>A forwarded access or its answer, as it goes over the wire (little-endian, 24 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct MmioMessage
{
    /// <summary>Its size.</summary>
    public const int Bytes = 24;

    /// <summary>Guest-physical address of the register.</summary>
    public ulong Address;

    /// <summary>What is written, or what was read.</summary>
    public ulong Value;

    /// <summary>Whose access it is: a vCPU's number.</summary>
    public uint Vcpu;

    /// <summary>Width of the access: 1, 2, 4 or 8.</summary>
    public byte Width;

    /// <summary>The CPU of the asking node that waits.</summary>
    public byte Cpu;

    /// <summary>In an answer: 1 if there is such a register.</summary>
    public byte Exists;
}

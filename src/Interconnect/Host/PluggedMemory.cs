using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>How much the guest uses of the memory of a node that has joined, as it goes over the wire (little-endian, 16 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct PluggedMemory
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 16;

    /// <summary>How much it uses, in bytes.</summary>
    public ulong PluggedBytes;

    /// <summary>How much it is asked to use, in bytes.</summary>
    public ulong RequestedBytes;
}

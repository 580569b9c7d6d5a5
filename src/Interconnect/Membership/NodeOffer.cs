using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>What a node has and gives, as it goes over the wire (little-endian, 96 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct NodeOffer
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 96;

    /// <summary>RAM for the guest in bytes: a multiple of 2 MiB.</summary>
    public ulong MemoryBytes;

    /// <summary>Ticks of its system counter a second (CNTFRQ_EL0): the same on all nodes.</summary>
    public ulong CounterFrequencyHz;

    /// <summary>Its physical CPUs: 1 to <see cref="Kernel.CpuIndex.MaximumCpus"/>.</summary>
    public ulong CpuCount;

    /// <summary>What must be the same on all nodes.</summary>
    public NodeFeatures Features;
}

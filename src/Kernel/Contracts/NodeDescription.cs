using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What one node contributes to the guest, as it stands in the cluster description on the wire.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NodeDescription
{
    /// <summary>Its Ethernet address.</summary>
    public MacAddress Address;

    /// <summary>Guest-physical address of the first byte of its window.</summary>
    public GuestPhysicalAddress WindowStart;

    /// <summary>Size of its window in bytes: a multiple of 2 MiB.</summary>
    public ulong WindowBytes;

    /// <summary>How many vCPUs it runs: one a physical CPU.</summary>
    public uint CpuCount;

    /// <summary>The number, in the whole guest, of its first vCPU.</summary>
    public uint FirstVcpu;
}

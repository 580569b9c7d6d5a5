using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What one node contributes to the guest, or may contribute: a place that is kept free has the room of the node that will take it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NodeDescription
{
    /// <summary>Its Ethernet address; 0 while its place is free.</summary>
    public MacAddress Address;

    /// <summary>Guest-physical address of the first byte of its window.</summary>
    public GuestPhysicalAddress WindowStart;

    /// <summary>Size of its window in bytes: a multiple of 2 MiB. Of this it has <see cref="PresentBytes"/>.</summary>
    public ulong WindowBytes;

    /// <summary>How many vCPUs have a number in its place: one a physical CPU. Of these it has the first <see cref="PresentCpus"/>.</summary>
    public uint CpuCount;

    /// <summary>The number, in the whole guest, of its first vCPU.</summary>
    public uint FirstVcpu;

    /// <summary>How many of its place's vCPUs a node that joined later has no CPU for.</summary>
    public uint MissingCpus;

    /// <summary>How many bytes of its window a node that joined later has no RAM for; those at the end.</summary>
    public ulong MissingBytes;

    /// <summary>Whether its place was kept free when the guest booted, which therefore does not find its memory in the device tree.</summary>
    public bool JoinsLater;

    /// <summary>
    /// Where windows of nodes that join later begin, and what they consist of: Linux adds and removes memory by blocks of this size (with pages of 4 KiB), which must have nothing in common with what it booted with.
    /// </summary>
    public const ulong BlockBytes = 128ul << 20;

    /// <summary>The size of a foothold.</summary>
    public const ulong FootholdBytes = 2ul << 20;

    /// <summary>
    /// Behind the window of a node that joins later there are 2 MiB of RAM from boot on, which the leader gives: its foothold. So a guest knows the node for one of its NUMA nodes, and which memory is its, before any of that is
    /// there. Behind, since Linux forgets what a device tree says of addresses above the last that is RAM.
    /// </summary>
    public readonly GuestPhysicalAddress FootholdStart => new(WindowStart.Value + WindowBytes);

    /// <summary>How many vCPUs it runs while it is there.</summary>
    public readonly uint PresentCpus => CpuCount - MissingCpus;

    /// <summary>How many bytes of its window there are while it is there.</summary>
    public readonly ulong PresentBytes => WindowBytes - MissingBytes;
}

using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// What stands before the entries of a part of a trace: 40 bytes, little-endian. Each part says all that is needed to read it, and by the numbers what was lost before it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct TraceBatch
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 40;

    /// <summary>The number of the first entry, from 0: what lies between the last part's last and this was lost on the way.</summary>
    public ulong First;

    /// <summary>How many entries found no room so far; they have no number.</summary>
    public ulong Dropped;

    /// <summary>The rate of the times in the entries.</summary>
    public ulong FrequencyHz;

    /// <summary>The first page of the node's window.</summary>
    public uint WindowFirst;

    /// <summary>Pages of the node's window.</summary>
    public uint WindowPages;

    /// <summary>The node's CPUs.</summary>
    public uint CpuCount;
}

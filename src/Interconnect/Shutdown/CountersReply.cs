using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>The body of a part of a member's counters; the entries are in the page (little-endian, 4 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct CountersReply
{
    public const int Bytes = 4;

    /// <summary>How many entries of the page are used.</summary>
    public ushort Entries;

    /// <summary>1 in the last part.</summary>
    public byte IsLast;
}

using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>One counter of a report, as it goes over the wire: 16 bytes, little-endian. Counters that are zero are left out.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct CounterEntry
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 16;

    /// <summary>Which table it is from.</summary>
    public CounterTable Table;

    /// <summary>Its place there.</summary>
    public byte Index;

    /// <summary>Its value.</summary>
    public ulong Value;
}

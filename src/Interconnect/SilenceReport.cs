using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A member does not answer another. As it goes over the wire (little-endian, 8 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct SilenceReport
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 8;

    /// <summary>For how long it has not, in milliseconds that the sender ran.</summary>
    public uint Milliseconds;

    /// <summary>Who does not answer.</summary>
    public NodeId Node;
}

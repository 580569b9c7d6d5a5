using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>What a PSCI call returned on another node, as it goes over the wire (16 bytes, little-endian).</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct PowerReply
{
    /// <summary>What it returned.</summary>
    public long Result;

    /// <summary>The CPU that waits for it.</summary>
    public byte Requester;
}

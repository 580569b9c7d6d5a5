using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>A PSCI call for a vCPU of another node, as it goes over the wire (24 bytes, little-endian).</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct PowerRequest
{
    /// <summary>CPU_ON's entry point.</summary>
    public ulong Entry;

    /// <summary>CPU_ON's context argument.</summary>
    public ulong Context;

    /// <summary>The CPU of the receiving node whose vCPU it is about.</summary>
    public byte Target;

    /// <summary>The CPU of the sending node that waits for the answer.</summary>
    public byte Requester;

    /// <summary>CPU_ON's caller is big-endian at EL1: 1, else 0.</summary>
    public byte IsBigEndian;
}

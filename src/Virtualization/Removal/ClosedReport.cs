using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>What a node that is to leave answers: how many of its vCPUs are on, and which of others' it has turned on, which only it knows. As it goes over the wire (24 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct ClosedReport
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 24;

    /// <summary>Those that it has turned on, one bit a vCPU.</summary>
    public VcpuBits TurnedOn;

    /// <summary>How many of its own are on.</summary>
    public byte On;

    /// <summary>A bit for each vCPU that a guest can have.</summary>
    [InlineArray((int)((VcpuTopology.MaximumVcpus + 7) / 8))]
    internal struct VcpuBits
    {
        private byte _first;
    }
}

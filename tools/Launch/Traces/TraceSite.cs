namespace Pilevisor.Launch.Traces;

/// <summary>Which of the guest's instructions made an access, and to what.</summary>
/// <param name="Instruction">Its virtual address.</param>
/// <param name="Offset">Where in the page, in bytes: the first of one of its <see cref="Pilevisor.Interconnect.TraceEntry.Parts"/> parts.</param>
public readonly record struct TraceSite(ulong Instruction, uint Offset)
{
    private const int HighHalfBit = 55;

    /// <summary>Whether the instruction is the kernel's: it lies in the half of the addresses that TTBR1_EL1 translates. A program's is in the other.</summary>
    public bool IsKernel => (Instruction >> HighHalfBit & 1) != 0;
}

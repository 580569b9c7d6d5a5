namespace Pilevisor.Launch.Traces;

/// <summary>Which of the guest's instructions made an access, and to what.</summary>
/// <param name="Instruction">Its virtual address.</param>
/// <param name="Offset">Where in the page, in bytes: the first of one of its <see cref="Pilevisor.Interconnect.TraceEntry.Parts"/> parts.</param>
public readonly record struct TraceSite(ulong Instruction, uint Offset);

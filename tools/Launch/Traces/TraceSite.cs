namespace Pilevisor.Launch.Traces;

/// <summary>Which of the guest's instructions made an access, and to what.</summary>
/// <param name="Instruction">Its virtual address.</param>
/// <param name="Offset">Where in the page, in bytes: a multiple of <see cref="Pilevisor.Interconnect.TraceEntry.PartBytes"/>.</param>
public readonly record struct TraceSite(ulong Instruction, uint Offset);

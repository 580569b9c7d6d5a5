namespace Pilevisor.Coherence;

/// <summary>Where an access of the guest comes from and goes to, for recordings. Nothing depends on it.</summary>
/// <param name="Instruction">The virtual address of the instruction; 0 if there is none.</param>
/// <param name="Offset">Where in the page it goes, in bytes.</param>
public readonly struct AccessSite(ulong Instruction, uint Offset)
{
    /// <summary>The virtual address of the instruction; 0 if there is none.</summary>
    public ulong Instruction { get; } = Instruction;

    /// <summary>Where in the page it goes, in bytes.</summary>
    public uint Offset { get; } = Offset;
}

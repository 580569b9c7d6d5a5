namespace Pilevisor.Virtualization;

/// <summary>
/// Interrupts that share a frame of registers: a vCPU's private ones, or the SPIs. The register arrays look alike in both frames; what a bit does is the
/// bank's. All under <see cref="VirtualInterruptLock"/>.
/// </summary>
/// <param name="first">Its first INTID.</param>
/// <param name="count">How many it has.</param>
public abstract class InterruptBank(uint first, uint count)
{
    /// <summary>Whether <paramref name="intid"/> is one of this bank's.</summary>
    public bool Contains(uint intid) => intid - first < count;

    /// <summary>What a register says of an interrupt.</summary>
    public abstract bool Read(InterruptProperty property, uint intid);

    /// <summary>Changes what a register says of an interrupt, as far as it can be changed.</summary>
    public abstract void Write(InterruptProperty property, uint intid, bool value);

    /// <summary>The priority of an interrupt: 0 is the highest.</summary>
    public abstract byte ReadPriority(uint intid);

    /// <summary>Sets the priority of an interrupt, unimplemented bits already cleared.</summary>
    public abstract void WritePriority(uint intid, byte priority);
}

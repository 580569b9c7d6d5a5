namespace Pilevisor.Interconnect;

/// <summary>Where the accesses to pages are recorded, if they are.</summary>
public interface ITraceSink
{
    /// <summary>Whether anybody records. Nothing needs to be made ready for <see cref="Write"/> otherwise.</summary>
    bool IsOn { get; }

    /// <summary>
    /// Records <paramref name="entry"/>, or counts it as lost if there is no room. Waits for nothing. The caller sees to it that nobody else is writing: the memory aggregation writes under
    /// <see cref="Kernel.LockRank.Coherence"/>.
    /// </summary>
    void Write(in TraceEntry entry);
}

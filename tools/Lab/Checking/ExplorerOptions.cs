namespace Pilevisor.Lab.Checking;

/// <summary>How to explore.</summary>
public sealed record ExplorerOptions
{
    /// <summary>How many threads; 0 for as many as there are CPUs.</summary>
    public int Threads { get; init; }

    /// <summary>Bytes that states may take; exploring ends without a verdict where they do not suffice.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Whether states that differ in the names of nodes only count as one.</summary>
    public bool HasSymmetry { get; init; } = true;

    /// <summary>Whether it is also asked if every access completes under fair scheduling. States are then not reduced by symmetry, since it is about one CPU.</summary>
    public bool ChecksProgress { get; init; }
}

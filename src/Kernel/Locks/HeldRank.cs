namespace Pilevisor.Kernel;

/// <summary>What a CPU held when it took a lock.</summary>
/// <param name="cpu">The CPU.</param>
/// <param name="rank">The highest rank it held.</param>
public readonly struct HeldRank(CpuIndex cpu, LockRank rank)
{
    /// <summary>The CPU.</summary>
    public CpuIndex Cpu { get; } = cpu;

    /// <summary>The highest rank it held.</summary>
    public LockRank Rank { get; } = rank;
}

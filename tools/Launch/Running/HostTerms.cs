namespace Pilevisor.Launch.Running;

/// <summary>On what terms the machines had the host's CPUs, as far as that was ours to say: times that were measured on different terms do not compare.</summary>
/// <param name="KeptAwake">Whether the host's idle CPUs polled instead of sleeping: see <see cref="Machines.WakefulHost"/>.</param>
/// <param name="FramesFirst">Whether the threads that carry frames ran before those that run guests: see <see cref="Switch.PromptThread"/>.</param>
public readonly record struct HostTerms(bool KeptAwake, bool FramesFirst)
{
    /// <summary>What holds for both.</summary>
    public static HostTerms operator &(HostTerms one, HostTerms other) => new(one.KeptAwake && other.KeptAwake, one.FramesFirst && other.FramesFirst);

    /// <inheritdoc/>
    public override string ToString() =>
        $"the host's CPUs were {(KeptAwake ? "kept awake" : "free to sleep")}, and threads that carry frames ran {(FramesFirst ? "before those that run guests" : "when it was their turn")}";
}

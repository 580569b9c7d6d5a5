namespace Pilevisor.Lab.Checking;

/// <summary>What must be known of a state to ask about progress.</summary>
/// <param name="Waiting">CPUs whose access is under way, a bit each.</param>
/// <param name="Enabled">Processes that could take a step: see <see cref="ModelProcesses"/>.</param>
internal readonly record struct StateSituation(uint Waiting, ulong Enabled);

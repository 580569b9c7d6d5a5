namespace Pilevisor.Lab.Comparison;

/// <summary>One figure, as the hypervisor counted it and as the simulator did.</summary>
/// <param name="What">A kind of message, or what else is counted.</param>
/// <param name="Counted">By the hypervisors, all nodes together.</param>
/// <param name="AtTimes">By the simulator, each access at its recorded time.</param>
/// <param name="AtGaps">By the simulator, each CPU after its recorded time on its own.</param>
public sealed record ValidationRow(string What, long Counted, long AtTimes, long AtGaps);

namespace Pilevisor.Launch.Running;

/// <summary>How a cluster ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">What the user should read, where something went wrong.</param>
public sealed record ClusterEnd(ClusterEndReason Reason, string Message = "");

namespace Pilevisor.Launch.Running;

/// <summary>Something that changed which nodes a cluster has, or was done to one on purpose.</summary>
/// <param name="Seconds">When, from the moment on at which the last node of the first ones was started.</param>
/// <param name="Event">What: "added", its machine was started; "joined", it is one of the cluster's nodes; "plugged", the guest uses all of its memory that it is to use; "running", all its vCPUs are on; "lost", its machine ended before it had joined; "leaving", the guest has given back what it had of it; "left", it is none of the cluster's nodes any more; "stays", it was to leave and does not; "paused" and "resumed", its machine was stopped as was asked for, and let go on; "killed", it was ended as was asked for.</param>
/// <param name="Node">Which node.</param>
public sealed record ClusterEvent(double Seconds, string Event, int Node);

namespace Pilevisor.Launch.Control;

/// <summary>One machine of a running cluster, or a place that is kept free.</summary>
/// <param name="Node">Its number.</param>
/// <param name="State">free, or how far it has got, in words.</param>
/// <param name="Cpus">Its CPUs.</param>
/// <param name="Vcpus">How many of them run the guest.</param>
/// <param name="GivenBytes">What it gives to the guest.</param>
/// <param name="UsedBytes">How much of that the guest uses.</param>
/// <param name="CachedBytes">What it keeps of other nodes' memory.</param>
/// <param name="Misses">How many of its accesses other nodes had to grant so far.</param>
public sealed record NodeState(int Node, string State, int Cpus, int Vcpus, long GivenBytes, long UsedBytes, long CachedBytes, long Misses);

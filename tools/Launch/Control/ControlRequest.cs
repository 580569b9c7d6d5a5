namespace Pilevisor.Launch.Control;

/// <summary>What is asked of a running cluster: a line of JSON.</summary>
/// <param name="Command">"nodes", "add", "remove" or "watch".</param>
/// <param name="Cpus">add: the machine's CPUs; as many as the first nodes have if null.</param>
/// <param name="MemoryBytes">add: what it gives to the guest; as much as the first nodes if null.</param>
/// <param name="Node">remove: which machine.</param>
public sealed record ControlRequest(string Command, int? Cpus = null, long? MemoryBytes = null, int? Node = null);

using System;

namespace Pilevisor.Launch;

/// <summary>A machine that is to be started while the guest runs.</summary>
/// <param name="Node">Its number: a place that the cluster keeps free.</param>
/// <param name="After">When, from the moment on at which the guest's user space is up.</param>
/// <param name="Cpus">Its CPUs; as many as the first nodes have if null.</param>
/// <param name="MemoryBytes">What it gives to the guest; as much as the first nodes if null.</param>
public sealed record NodeAddition(int Node, TimeSpan After, int? Cpus = null, long? MemoryBytes = null);

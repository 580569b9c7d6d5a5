using System;

namespace Pilevisor.Launch;

/// <summary>A machine that is to leave while the guest runs.</summary>
/// <param name="Node">Its number: one that joins while the guest runs.</param>
/// <param name="After">When, from the moment on at which the guest's user space is up.</param>
public sealed record NodeDeparture(int Node, TimeSpan After);

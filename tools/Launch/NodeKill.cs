using System;

namespace Pilevisor.Launch;

/// <summary>A machine that is to end at once, as by a power cut.</summary>
/// <param name="Node">Its number.</param>
/// <param name="After">When, from the moment on at which the guest's user space is up.</param>
public sealed record NodeKill(int Node, TimeSpan After);

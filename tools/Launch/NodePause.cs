using System;

namespace Pilevisor.Launch;

/// <summary>A machine that is to stand still for a while, as a host does that is suspended.</summary>
/// <param name="Node">Its number.</param>
/// <param name="After">When, from the moment on at which the guest's user space is up.</param>
/// <param name="Length">For how long.</param>
public sealed record NodePause(int Node, TimeSpan After, TimeSpan Length);

using System;

namespace Pilevisor.Cli.Commands;

/// <summary>A node, and when something is to happen to it.</summary>
/// <param name="Node">Its number.</param>
/// <param name="After">When, from the moment on at which the guest's user space is up.</param>
/// <param name="Length">For how long, if that is said.</param>
internal sealed record TimedNode(int Node, TimeSpan After, TimeSpan Length = default);

using System;

namespace Pilevisor.Kernel;

/// <summary>
/// A component's method that boot calls once, in <see cref="BootPhase.MachineCpu"/> and <see cref="BootPhase.GuestCpu"/> once on each CPU: it takes nothing, gives nothing, and all components have been
/// built. Of a per-CPU component it is the running CPU's that is called. On a method of an interface it holds for all that implement it.
/// <code>
/// [Starts(BootPhase.Translation), After&lt;SecondaryCpus&gt;]
/// public void Initialize()
/// </code>
/// In a phase a component starts after those it names (<see cref="AfterAttribute{T}"/>) and after those its constructor is given, unless one of them says that it starts after it; where that
/// leaves a choice, in the order in which they are built. The composition generator writes the order down.
/// </summary>
/// <param name="phase">When.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StartsAttribute(BootPhase phase) : Attribute
{
    /// <summary>When.</summary>
    public BootPhase Phase => phase;
}

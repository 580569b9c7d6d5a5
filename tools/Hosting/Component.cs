using System.Collections.Generic;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Pilevisor.Hosting;

/// <summary>Where an object, or one object a CPU, comes from: a constructor, a factory method, or the property or field that holds it. What comes from the same place is one component.</summary>
/// <param name="source">That member.</param>
/// <param name="isPerCpu">Whether each CPU has one.</param>
internal sealed class Component(MemberInfo source, bool isPerCpu)
{
    public MemberInfo Source => source;

    public bool IsPerCpu => isPerCpu;

    /// <summary>What gives it: one a registration.</summary>
    public List<ServiceDescriptor> Descriptors { get; } = [];

    /// <summary>Whether it waits for what it needs.</summary>
    public bool IsBeingBuilt { get; set; }

    /// <summary>What it was given when it was built.</summary>
    public HashSet<object> Given { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The object, or one a CPU; empty until it is built.</summary>
    public object[] Objects { get; set; } = [];
}

using System;

namespace Pilevisor.Composition;

/// <summary>
/// Registers a component of which each physical CPU of a node has one. A class that is registered under several services is still one object a CPU.
/// <code>
/// [PerCpu&lt;IVirtualInterruptInterface, GicV3VirtualInterface&gt;]
///
/// sealed class Vcpu(CpuIndex cpu, IVirtualInterruptInterface interrupts);       // registered with [PerCpu]: gets its own CPU's
/// sealed class Distributor(PerCpu&lt;IVirtualInterruptInterface&gt; interrupts);    // registered with [Singleton]: gets all of them
/// </code>
/// </summary>
/// <typeparam name="TService">What constructor parameters ask for.</typeparam>
/// <typeparam name="TImplementation">The class that is built, by its only accessible constructor.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class PerCpuAttribute<TService, TImplementation> : Attribute
{
    /// <summary>The name of a static method that returns one CPU's component; called once a CPU, its parameters are injected.</summary>
    public string? Factory { get; set; }

    /// <summary>
    /// Tells it from others that are registered as the same service: <see cref="FromNamedServicesAttribute"/> asks for it, and a parameter that is an array of the service
    /// is given all of them.
    /// </summary>
    public string? Name { get; set; }
}

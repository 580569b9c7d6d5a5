using System;

namespace Pilevisor.Composition;

/// <summary>
/// Registers a component of which each physical CPU of a node has one, as its own type, or a service that comes from a factory which is called once a CPU. Its
/// parameters may be a CpuIndex, singletons, and other per-CPU components, which are then the same CPU's.
/// <code>
/// [PerCpu&lt;Vcpu&gt;]    // class Vcpu(CpuIndex cpu, VirtualTimer timer, ILog log); a singleton takes it as PerCpu&lt;Vcpu&gt;
/// </code>
/// </summary>
/// <typeparam name="TService">What constructor parameters ask for; without a factory, also the class that is built.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class PerCpuAttribute<TService> : Attribute
{
    /// <summary>The name of a static method that returns one CPU's component; called once a CPU, its parameters are injected.</summary>
    public string? Factory { get; set; }

    /// <summary>
    /// Tells it from others that are registered as the same service: <see cref="FromNamedServicesAttribute"/> asks for it, and a parameter that is an array of the service
    /// is given all of them.
    /// </summary>
    public string? Name { get; set; }
}

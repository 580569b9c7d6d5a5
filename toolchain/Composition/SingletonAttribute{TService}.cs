using System;

namespace Pilevisor.Composition;

/// <summary>
/// Registers a component of which each node has one, as its own type, or a service that comes from a static member of the class or interface that carries the
/// attribute.
/// <code>
/// [Singleton&lt;ClusterClock&gt;]                                  // new ClusterClock(…)
/// [Singleton&lt;IBoard&gt;(Factory = nameof(CreateBoard))]         // CreateBoard(…), its parameters injected
/// [Singleton&lt;IPageGeometry&gt;(Instance = nameof(SmallPages))]   // what the property SmallPages returns
/// </code>
/// </summary>
/// <typeparam name="TService">What constructor parameters ask for; without a member, also the class that is built.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class SingletonAttribute<TService> : Attribute
{
    /// <summary>The name of a static property or field that holds the component; read once.</summary>
    public string? Instance { get; set; }

    /// <summary>The name of a static method that returns the component; called once, its parameters are injected.</summary>
    public string? Factory { get; set; }

    /// <summary>
    /// Tells it from others that are registered as the same service: <see cref="FromNamedServicesAttribute"/> asks for it, and a parameter that is an array of the service
    /// is given all of them.
    /// </summary>
    public string? Name { get; set; }
}

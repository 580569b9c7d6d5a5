using System;

namespace Pilevisor.Composition;

/// <summary>
/// Registers a component of which each node has one. A class that is registered under several services is still one object.
/// <code>
/// [Singleton&lt;ICoherenceProtocol, OwnerDirectory&gt;]
/// [Singleton&lt;IMessenger, Messenger&gt;]
/// [Singleton&lt;IPanicBroadcast, Messenger&gt;]    // the same Messenger
/// </code>
/// </summary>
/// <typeparam name="TService">What constructor parameters ask for.</typeparam>
/// <typeparam name="TImplementation">The class that is built, by its only accessible constructor.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class SingletonAttribute<TService, TImplementation> : Attribute
{
    /// <summary>The name of a static property or field that holds the component; read once, in place of a constructor call.</summary>
    public string? Instance { get; set; }

    /// <summary>The name of a static method that returns the component; called once, in place of a constructor, its parameters injected.</summary>
    public string? Factory { get; set; }

    /// <summary>
    /// Tells it from others that are registered as the same service: <see cref="FromNamedServicesAttribute"/> asks for it, and a parameter that is an array of the service
    /// is given all of them.
    /// </summary>
    public string? Name { get; set; }
}

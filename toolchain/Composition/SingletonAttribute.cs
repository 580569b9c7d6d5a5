using System;

namespace Pilevisor.Composition;

/// <summary>
/// Registers a generic service for all its type arguments at once: each that somebody asks for is one object a node, and one that nobody asks for is not built.
/// <code>
/// [Singleton(typeof(IHistory&lt;&gt;), typeof(RingHistory&lt;&gt;))]    // IHistory&lt;Fault&gt; is a RingHistory&lt;Fault&gt;
/// </code>
/// </summary>
/// <param name="service">What constructor parameters ask for: an unbound generic type.</param>
/// <param name="implementation">The generic class that is built, of the same type arguments in the same order; the service itself if nothing is said.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class SingletonAttribute(Type service, Type? implementation = null) : Attribute
{
    /// <summary>What constructor parameters ask for.</summary>
    public Type Service => service;

    /// <summary>The generic class that is built.</summary>
    public Type Implementation => implementation ?? service;

    /// <summary>Tells it from others that are registered as the same service.</summary>
    public string? Name { get; set; }
}

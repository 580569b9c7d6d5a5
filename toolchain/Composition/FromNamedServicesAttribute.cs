using System;

namespace Pilevisor.Composition;

/// <summary>
/// A parameter that is given what is registered under a name (Jab's <c>[FromNamedServices]</c>).
/// <code>
/// [Singleton&lt;IConsole, Pl011&gt;(Name = "debug")]
///
/// sealed class DebugLog([FromNamedServices("debug")] IConsole console);
/// </code>
/// </summary>
/// <param name="name">The name of a registration of the parameter's type.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromNamedServicesAttribute(string name) : Attribute
{
    /// <summary>The name of a registration of the parameter's type.</summary>
    public string Name => name;
}

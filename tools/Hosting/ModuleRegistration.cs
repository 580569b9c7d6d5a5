using System;

namespace Pilevisor.Hosting;

/// <summary>One [Singleton] or [PerCpu] attribute of a module.</summary>
/// <param name="Declarer">The module that carries it.</param>
/// <param name="Service">What constructor parameters ask for.</param>
/// <param name="Implementation">The class that is built, if no member is named.</param>
/// <param name="IsPerCpu">Whether each CPU has one.</param>
/// <param name="Name">What tells it from others of the same service.</param>
/// <param name="Member">The static member that gives the object, if one is named.</param>
internal sealed record ModuleRegistration(Type Declarer, Type Service, Type Implementation, bool IsPerCpu, string? Name, string? Member)
{
    /// <summary>Whether it stands for all type arguments of a generic service.</summary>
    public bool IsOpen => Service.IsGenericTypeDefinition;
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Lab;

/// <summary>Policies of a kind that ship and need nothing to be made: geometries, transports. A new one is found by being there.</summary>
/// <typeparam name="T">The contract.</typeparam>
public static class ShippedPolicies<T>
{
    /// <summary>One of each, by name.</summary>
    public static IReadOnlyList<T> All { get; } = [.. ShippedClasses.Of<T>().Where(type => type.GetConstructor(Type.EmptyTypes) is not null).Select(type => (T)Activator.CreateInstance(type)!)];

    /// <summary>Those called by <paramref name="names"/>, with commas between them, or all of them for "all".</summary>
    /// <param name="names">The names.</param>
    /// <param name="kind">What users call the kind.</param>
    /// <exception cref="LabException">If there is none of a name: lists those there are.</exception>
    public static IReadOnlyList<T> Named(string names, string kind) => ShippedClasses.Named(All, policy => policy!.GetType().Name, names, kind);
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Lab;

/// <summary>What ships of a kind, as classes: a new one is found by being there.</summary>
internal static class ShippedClasses
{
    /// <summary>The public classes that are a <typeparamref name="T"/>, from where it is declared, by name.</summary>
    public static IEnumerable<Type> Of<T>() =>
        typeof(T).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)))
            .OrderBy(type => type.Name, StringComparer.Ordinal);
}

using System;
using System.Linq;
using System.Reflection;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Prefetching;

/// <summary>A prefetch policy as the Lab knows it: the class that ships.</summary>
public sealed class PrefetchInfo
{
    private readonly ConstructorInfo _constructor;

    /// <summary>Looks at the class <paramref name="type"/>.</summary>
    /// <exception cref="LabException">If the Lab cannot make one.</exception>
    public PrefetchInfo(Type type)
    {
        Type = type;
        _constructor = type.GetConstructors().FirstOrDefault(c => c.GetParameters().All(parameter => parameter.ParameterType == typeof(ICounter) || parameter.HasDefaultValue))
            ?? throw new LabException($"{type.Name} has no public constructor that the Lab can call: one whose parameters are an {nameof(ICounter)} or have defaults");
    }

    /// <summary>What users call it.</summary>
    public string Name => Type.Name;

    /// <summary>The class that ships.</summary>
    public Type Type { get; }

    /// <summary>A node's instance.</summary>
    /// <param name="counter">The node's clock.</param>
    public IPrefetchPolicy Create(ICounter counter) =>
        (IPrefetchPolicy)_constructor.Invoke([.. _constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(ICounter) ? counter : parameter.DefaultValue)]);
}

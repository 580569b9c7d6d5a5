using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>One [Singleton] or [PerCpu] attribute.</summary>
/// <param name="declarer">The image or module that carries it.</param>
/// <param name="service">What constructor parameters ask for.</param>
/// <param name="implementation">What the object must be; the class to build if no member is named.</param>
/// <param name="lifetime">One a node or one a CPU.</param>
/// <param name="attribute">The attribute itself.</param>
/// <param name="order">Its place among all registrations of the image.</param>
internal sealed class Registration(
    INamedTypeSymbol declarer, ITypeSymbol service, ITypeSymbol implementation, Lifetime lifetime, AttributeData attribute, int order)
{
    public INamedTypeSymbol Declarer => declarer;

    public ITypeSymbol Service => service;

    public ITypeSymbol Implementation => implementation;

    public Lifetime Lifetime => lifetime;

    public AttributeData Attribute => attribute;

    public int Order => order;

    /// <summary>What tells it from others of the same service; null for the one that is asked for without a name.</summary>
    public string? Name => NamedArgument("Name");

    /// <summary>What it is found by.</summary>
    public ServiceKey Key => new(service, Name);

    /// <summary>How messages call it.</summary>
    public string Described => Report.Name(service) + (Name is null ? string.Empty : $" named {Name}");

    /// <summary>Whether it stands for all type arguments of a generic service.</summary>
    public bool IsOpen => service is INamedTypeSymbol { IsUnboundGenericType: true };

    /// <summary>The member that holds the component, if one is named.</summary>
    public string? Instance => NamedArgument("Instance");

    /// <summary>The method that makes the component, if one is named.</summary>
    public string? Factory => NamedArgument("Factory");

    /// <summary>Whether the object comes from a member rather than from a constructor.</summary>
    public bool NamesMember => Instance is not null || Factory is not null;

    /// <summary>What an open registration means for one choice of type arguments.</summary>
    /// <param name="closed">Its service with type arguments.</param>
    /// <param name="compilation">Knows which types convert to which.</param>
    /// <returns>Null if the implementation has another number of type parameters, or does not allow these arguments.</returns>
    public Registration? Close(INamedTypeSymbol closed, Compilation compilation)
    {
        INamedTypeSymbol definition = ((INamedTypeSymbol)implementation).OriginalDefinition;
        if (definition.Arity != closed.Arity || !TypeParameters.Allow(definition, closed.TypeArguments, compilation)) return null;
        return new Registration(declarer, closed, definition.Construct([.. closed.TypeArguments]), lifetime, attribute, order);
    }

    /// <summary>What stands in place of it where it cannot be closed, which has been reported.</summary>
    public Registration Unusable(INamedTypeSymbol closed) => new(declarer, closed, closed, lifetime, attribute, order);

    private string? NamedArgument(string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name) return argument.Value.Value as string;
        }
        return null;
    }
}

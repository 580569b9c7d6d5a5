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

    /// <summary>The member that holds the component, if one is named.</summary>
    public string? Instance => NamedArgument("Instance");

    /// <summary>The method that makes the component, if one is named.</summary>
    public string? Factory => NamedArgument("Factory");

    /// <summary>Whether the object comes from a member rather than from a constructor.</summary>
    public bool NamesMember => Instance is not null || Factory is not null;

    private string? NamedArgument(string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name) return argument.Value.Value as string;
        }
        return null;
    }
}

using System;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>What a registration is found by.</summary>
/// <param name="service">What is asked for.</param>
/// <param name="name">Under which name; null without one.</param>
internal readonly struct ServiceKey(ITypeSymbol service, string? name) : IEquatable<ServiceKey>
{
    private readonly ITypeSymbol _service = service;
    private readonly string? _name = name;

    public bool Equals(ServiceKey other) => _name == other._name && SymbolEqualityComparer.Default.Equals(_service, other._service);

    public override bool Equals(object? obj) => obj is ServiceKey other && Equals(other);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(_service) ^ (_name?.GetHashCode() ?? 0);
}

using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>The types of Kernel and of the vocabulary that wiring treats specially; null where the image does not reference them.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    public INamedTypeSymbol? PerCpu { get; } = compilation.GetTypeByMetadataName(KnownNames.PerCpu);

    public INamedTypeSymbol? CpuIndex { get; } = compilation.GetTypeByMetadataName(KnownNames.CpuIndex);

    public INamedTypeSymbol? CpuTopology { get; } = compilation.GetTypeByMetadataName(KnownNames.CpuTopology);

    public INamedTypeSymbol? Processor { get; } = compilation.GetTypeByMetadataName(KnownNames.Processor);

    public INamedTypeSymbol? BootSequence { get; } = compilation.GetTypeByMetadataName(KnownNames.BootSequence);

    public INamedTypeSymbol? BootPhase { get; } = compilation.GetTypeByMetadataName(KnownNames.BootPhase);

    public INamedTypeSymbol? Starts { get; } = compilation.GetTypeByMetadataName(KnownNames.Starts);

    public INamedTypeSymbol? FromNamed { get; } = compilation.GetTypeByMetadataName(KnownNames.FromNamed);

    public INamedTypeSymbol? ImageEntry { get; } = compilation.GetTypeByMetadataName(KnownNames.ImageEntry);

    /// <summary>Whether <paramref name="type"/> is PerCpu of something, and of what.</summary>
    public bool IsPerCpu(ITypeSymbol type, out ITypeSymbol service)
    {
        service = type;
        if (type is not INamedTypeSymbol { TypeArguments.Length: 1 } named || !Same(named.OriginalDefinition, PerCpu)) return false;
        service = named.TypeArguments[0];
        return true;
    }

    public bool IsCpuIndex(ITypeSymbol type) => Same(type, CpuIndex);

    public bool IsBootSequence(ITypeSymbol type) => Same(type, BootSequence);

    /// <summary>The name under which what <paramref name="parameter"/> is given must be registered; null without one.</summary>
    public string? NameOf(IParameterSymbol parameter) =>
        parameter.GetAttributes().FirstOrDefault(a => Same(a.AttributeClass, FromNamed))?.ConstructorArguments[0].Value as string;

    public static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);
}

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Collects what is wrong with one image.</summary>
/// <param name="compilation">The image's compilation.</param>
/// <param name="image">The image.</param>
internal sealed class Report(Compilation compilation, INamedTypeSymbol image)
{
    private readonly List<Problem> _problems = [];
    private bool _isLeftToCompiler;

    /// <summary>Whether wiring cannot be written.</summary>
    public bool PreventsWiring => _isLeftToCompiler || _problems.Any(p => p.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    /// <summary>What is wrong; nothing where the compiler has a complaint that would only be echoed.</summary>
    public EquatableArray<Problem> Problems => new(_isLeftToCompiler ? [] : _problems);

    /// <summary>A problem of the image as a whole.</summary>
    public void Add(DiagnosticDescriptor descriptor, params string[] arguments) => Add(image.Locations.First(l => l.IsInSource), descriptor, arguments);

    /// <summary>A problem of an attribute: reported there if it is in this compilation, at the image if it is in a referenced assembly.</summary>
    public void Add(AttributeData attribute, DiagnosticDescriptor descriptor, params string[] arguments)
    {
        SyntaxReference? syntax = attribute.ApplicationSyntaxReference;
        if (syntax is null || !compilation.ContainsSyntaxTree(syntax.SyntaxTree)) Add(descriptor, arguments);
        else Add(syntax.SyntaxTree.GetLocation(syntax.Span), descriptor, arguments);
    }

    /// <summary>Something that the compiler reports itself, such as a type that does not exist.</summary>
    public void LeaveToCompiler() => _isLeftToCompiler = true;

    /// <summary>How messages call a symbol.</summary>
    public static string Name(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private void Add(Location location, DiagnosticDescriptor descriptor, string[] arguments) => _problems.Add(Problem.At(location, descriptor, arguments));
}

using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pilevisor.Composition.Generator;

/// <summary>From a class marked [Image] to its wiring: read the registrations, choose, find sources, resolve parameters, order, write.</summary>
internal static class Composer
{
    public static GeneratedImage Compose(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var image = (INamedTypeSymbol)context.TargetSymbol;
        var compilation = (CSharpCompilation)context.SemanticModel.Compilation;
        Report report = new(compilation, image);
        KnownTypes known = new(compilation);

        ImageShape.Check(image, context.TargetNode as ClassDeclarationSyntax, report);
        ModuleGraph graph = new(image, report);
        List<Registration> registrations = RegistrationSelector.Select(image, graph, report);
        ComponentTable table = new(registrations, new SourceFinder(compilation, image, registrations, report), report);
        cancellation.ThrowIfCancellationRequested();
        new ArgumentResolver(image, known, table, report).ResolveAll();
        List<Component> built = BuildOrder.Sort(table.Components, report);
        Component? entry = EntryFinder.Find(image, known, table, report);
        cancellation.ThrowIfCancellationRequested();

        string? source = report.PreventsWiring ? null : new WiringWriter(new Wiring(image, compilation, known, built, entry)).Write();
        return new GeneratedImage($"{image.ToDisplayString().Replace('<', '{').Replace('>', '}')}.g.cs", source, entry is not null, report.Problems);
    }
}

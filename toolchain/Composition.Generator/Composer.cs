using System.Collections.Generic;
using System.Linq;
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
        Combination.Check(registrations, report);
        ComponentTable table = new(registrations, compilation, new SourceFinder(compilation, image, registrations, report), report);
        cancellation.ThrowIfCancellationRequested();
        new ArgumentResolver(image, known, table, report).ResolveAll();
        List<Component> built = BuildOrder.Sort(table.Components, report);
        List<StartStep> steps = new StepFinder(compilation, image, known, report).Find(built);
        Boot boot = new(new StartOrder(image, table, steps, report).Sort(), built.SelectMany(c => c.Arguments).Any(a => a.Kind == ArgumentKind.Image));
        if (steps.Count > 0 && !boot.IsAskedFor) report.Add(steps[0].Component.First.Attribute, Diagnostics.NobodyStarts, steps[0].Described, steps[0].Phase.Name, Report.Name(image));
        Component? entry = EntryFinder.Find(image, known, table, report);
        cancellation.ThrowIfCancellationRequested();

        Wiring? wiring = report.PreventsWiring ? null : new Wiring(image, compilation, known, built, boot, entry);
        return new GeneratedImage(
            image.ToDisplayString().Replace('<', '{').Replace('>', '}'),
            wiring is null ? null : new WiringWriter(wiring).Write(),
            wiring is null ? null : new GraphWriter(wiring).Write(),
            entry is not null,
            report.Problems);
    }
}

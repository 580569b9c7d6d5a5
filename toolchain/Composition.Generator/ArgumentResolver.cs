using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Decides what each parameter of each constructor and factory is given.</summary>
internal sealed class ArgumentResolver(INamedTypeSymbol image, KnownTypes known, ComponentTable table, Report report)
{
    /// <summary>Of every component, also of those that come in on the way, when an open registration is asked for.</summary>
    public void ResolveAll()
    {
        for (int i = 0; i < table.Components.Count; i++) ResolveAll(table.Components[i]);
    }

    private void ResolveAll(Component component)
    {
        if (component.Lifetime == Lifetime.PerCpu) AddPrerequisites(component);
        if (component.Source is not IMethodSymbol method) return;
        bool skipped = false;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (Resolve(component, parameter, skipped) is { } argument) component.Arguments.Add(argument);
            else skipped = true;
        }
    }

    /// <summary>A per-CPU component needs to know how many CPUs there are, and its PerCpu which one is running.</summary>
    private void AddPrerequisites(Component component)
    {
        AddPrerequisite(component, known.CpuTopology, KnownNames.CpuTopology);
        AddPrerequisite(component, known.Processor, KnownNames.Processor);
    }

    private void AddPrerequisite(Component component, INamedTypeSymbol? service, string name)
    {
        if (table.Find(service) is { Lifetime: Lifetime.Singleton } found) component.Prerequisites.Add(found);
        else report.Add(component.First.Attribute, Diagnostics.PerCpuWithoutTopology, Report.Name(component.First.Service), name, Report.Name(image));
    }

    /// <returns>Null if the parameter keeps its default, or cannot be given anything, which has been reported.</returns>
    private Argument? Resolve(Component component, IParameterSymbol parameter, bool named)
    {
        ITypeSymbol type = parameter.Type;
        if (type.TypeKind == TypeKind.Error)
        {
            report.LeaveToCompiler();
            return null;
        }
        if (parameter.RefKind != RefKind.None) return NotInjectable(component, parameter, "is passed by reference; take the component itself");
        string? name = known.NameOf(parameter);
        if (table.Find(type, name) is { } found) return One(component, parameter, found, named);
        if (known.IsPerCpu(type, out ITypeSymbol service) && table.Find(service, name) is { Lifetime: Lifetime.PerCpu } all)
            return new Argument(parameter, ArgumentKind.AllCpus, [all], service, named);
        if (type is IArrayTypeSymbol { Rank: 1 } array && table.FindAll(array.ElementType) is { Count: > 0 } several) return All(component, parameter, array.ElementType, several, named);
        if (known.IsBootSequence(type)) return new Argument(parameter, ArgumentKind.Image, [], type, named);
        if (known.IsCpuIndex(type) && component.Lifetime == Lifetime.PerCpu) return new Argument(parameter, ArgumentKind.CpuIndex, [], type, named);
        if (parameter.HasExplicitDefaultValue) return null;
        if (known.IsCpuIndex(type)) return NotInjectable(component, parameter, "is the CPU of a per-CPU component, and this is a singleton");
        if (!type.IsReferenceType) return NotInjectable(component, parameter, "is a value; put it into a class and register that");
        if (type.NullableAnnotation == NullableAnnotation.Annotated) return new Argument(parameter, ArgumentKind.Nothing, [], type, named);
        report.Add(
            component.First.Attribute, Diagnostics.MissingRegistration,
            SourceName(component), Report.Name(type), parameter.Name, Report.Name(image), Hint(type, service, name));
        return null;
    }

    private Argument? One(Component component, IParameterSymbol parameter, Component found, bool named)
    {
        if (Captures(component, parameter, parameter.Type, found)) return null;
        return new Argument(parameter, ArgumentKind.One, [found], parameter.Type, named);
    }

    private Argument? All(Component component, IParameterSymbol parameter, ITypeSymbol service, IReadOnlyList<Component> found, bool named) =>
        found.Any(one => Captures(component, parameter, service, one)) ? null : new Argument(parameter, ArgumentKind.Array, found, service, named);

    /// <summary>Whether a singleton asks for what each CPU has its own of, which is reported.</summary>
    private bool Captures(Component component, IParameterSymbol parameter, ITypeSymbol service, Component found)
    {
        if (found.Lifetime == Lifetime.Singleton || component.Lifetime == Lifetime.PerCpu) return false;
        report.Add(component.First.Attribute, Diagnostics.CapturedPerCpu, SourceName(component), parameter.Name, Report.Name(service));
        return true;
    }

    private Argument? NotInjectable(Component component, IParameterSymbol parameter, string why)
    {
        report.Add(
            component.First.Attribute, Diagnostics.NotInjectable,
            $"Parameter '{parameter.Name}' of '{SourceName(component)}'", Report.Name(parameter.Type), why);
        return null;
    }

    /// <summary>What the user most likely meant.</summary>
    private string Hint(ITypeSymbol type, ITypeSymbol perCpuService, string? name)
    {
        if (!KnownTypes.Same(type, perCpuService) && table.Find(perCpuService, name) is not null)
            return $"; '{Report.Name(perCpuService)}' is a singleton, take it directly";
        if (name is not null) return $" named {name}" + (Names(type) is { Length: > 0 } others ? $"; there is {others}" : string.Empty);
        if (Names(type) is { Length: > 0 } names) return $" without a name; take [FromNamedServices(…)] with {names}, or '{Report.Name(type)}[]', which is all of them";
        if (table.FindUnregistered(type) is not { } component) return string.Empty;
        string lifetime = component.Lifetime == Lifetime.PerCpu ? "PerCpu" : "Singleton";
        return $"; it is built, but only as '{Report.Name(component.First.Service)}': add [{lifetime}<{Report.Name(type)}>], it stays one object";
    }

    private string Names(ITypeSymbol type) => string.Join(" or ", table.NamesOf(type));

    /// <summary>Whose parameter it is: a class, or a factory method.</summary>
    private static string SourceName(Component component) => component.Source is IMethodSymbol { MethodKind: not MethodKind.Constructor } factory
        ? $"{Report.Name(factory.ContainingType)}.{factory.Name}"
        : Report.Name(component.Type);
}

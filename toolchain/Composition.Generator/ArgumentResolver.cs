using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Decides what each parameter of each constructor and factory is given.</summary>
internal sealed class ArgumentResolver(INamedTypeSymbol image, KnownTypes known, ComponentTable table, Report report)
{
    public void ResolveAll()
    {
        foreach (Component component in table.Components)
        {
            if (component.Lifetime == Lifetime.PerCpu) AddPrerequisites(component);
            if (component.Source is not IMethodSymbol method) continue;
            bool skipped = false;
            foreach (IParameterSymbol parameter in method.Parameters)
            {
                if (Resolve(component, parameter, skipped) is { } argument) component.Arguments.Add(argument);
                else skipped = true;
            }
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
        if (table.Find(type) is { } found) return ResolveRegistered(component, parameter, found, named);
        if (known.IsPerCpu(type, out ITypeSymbol service) && table.Find(service) is { Lifetime: Lifetime.PerCpu } all)
            return new Argument(parameter, ArgumentKind.AllCpus, all, service, named);
        if (known.IsCpuIndex(type) && component.Lifetime == Lifetime.PerCpu) return new Argument(parameter, ArgumentKind.CpuIndex, null, type, named);
        if (parameter.HasExplicitDefaultValue) return null;
        if (known.IsCpuIndex(type)) return NotInjectable(component, parameter, "is the CPU of a per-CPU component, and this is a singleton");
        if (!type.IsReferenceType) return NotInjectable(component, parameter, "is a value; put it into a class and register that");
        report.Add(
            component.First.Attribute, Diagnostics.MissingRegistration,
            SourceName(component), Report.Name(type), parameter.Name, Report.Name(image), Hint(type, service));
        return null;
    }

    private Argument? ResolveRegistered(Component component, IParameterSymbol parameter, Component found, bool named)
    {
        if (found.Lifetime == Lifetime.Singleton) return new Argument(parameter, ArgumentKind.Singleton, found, parameter.Type, named);
        if (component.Lifetime == Lifetime.PerCpu) return new Argument(parameter, ArgumentKind.SameCpu, found, parameter.Type, named);
        report.Add(component.First.Attribute, Diagnostics.CapturedPerCpu, SourceName(component), parameter.Name, Report.Name(parameter.Type));
        return null;
    }

    private Argument? NotInjectable(Component component, IParameterSymbol parameter, string why)
    {
        report.Add(
            component.First.Attribute, Diagnostics.NotInjectable,
            $"Parameter '{parameter.Name}' of '{SourceName(component)}'", Report.Name(parameter.Type), why);
        return null;
    }

    /// <summary>What the user most likely meant.</summary>
    private string Hint(ITypeSymbol type, ITypeSymbol perCpuService)
    {
        if (!KnownTypes.Same(type, perCpuService) && table.Find(perCpuService) is not null)
            return $"; '{Report.Name(perCpuService)}' is a singleton, take it directly";
        if (table.FindUnregistered(type) is not { } component) return string.Empty;
        string lifetime = component.Lifetime == Lifetime.PerCpu ? "PerCpu" : "Singleton";
        return $"; it is built, but only as '{Report.Name(component.First.Service)}': add [{lifetime}<{Report.Name(type)}>], it stays one object";
    }

    /// <summary>Whose parameter it is: a class, or a factory method.</summary>
    private static string SourceName(Component component) => component.Source is IMethodSymbol { MethodKind: not MethodKind.Constructor } factory
        ? $"{Report.Name(factory.ContainingType)}.{factory.Name}"
        : Report.Name(component.Type);
}

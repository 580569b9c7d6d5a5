using System;
using System.Linq;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Hosting;

/// <summary>Builds components with what the container has, by the rules of images.</summary>
/// <param name="services">What is registered: arrays are made of it.</param>
internal sealed class ComponentBuilder(IServiceCollection services)
{
    private const int NoCpu = -1;

    /// <summary>Builds a component, once.</summary>
    /// <returns>The object; of a per-CPU component one a CPU.</returns>
    /// <exception cref="InvalidOperationException">If something that it needs is not registered, or it needs itself.</exception>
    public object[] Build(Component component, IServiceProvider provider)
    {
        if (component.Objects.Length > 0) return component.Objects;
        if (component.IsBeingBuilt) throw new InvalidOperationException($"{component.Source.DeclaringType} needs itself");
        component.IsBeingBuilt = true;
        int cpus = component.IsPerCpu ? provider.GetRequiredService<ICpuTopology>().CpuCount : 0;
        component.Objects = component.IsPerCpu ? [.. Enumerable.Range(0, cpus).Select(cpu => Make(component, provider, cpu))] : [Make(component, provider, NoCpu)];
        return component.Objects;
    }

    private object Make(Component component, IServiceProvider provider, int cpu)
    {
        object?[] Arguments(MethodBase method) => [.. method.GetParameters().Select(parameter => Argument(component, parameter, provider, cpu))];
        object? made = component.Source switch
        {
            ConstructorInfo constructor => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, Arguments(constructor), null),
            MethodInfo factory => factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, Arguments(factory), null),
            PropertyInfo property => property.GetValue(null),
            FieldInfo field => field.GetValue(null),
            _ => null,
        };
        return made ?? throw new InvalidOperationException($"{component.Source.DeclaringType}.{component.Source.Name} gave null");
    }

    private object? Argument(Component component, ParameterInfo parameter, IServiceProvider provider, int cpu)
    {
        Type type = parameter.ParameterType;
        string? name = parameter.GetCustomAttribute<FromNamedServicesAttribute>()?.Name;
        object? found = Find(type, name, provider, cpu);
        if (found is null && type is { IsSZArray: true }) found = All(type.GetElementType()!, provider, cpu);
        if (found is Array array && type.IsArray) component.Given.UnionWith(array.Cast<object>());
        else if (found is not null) component.Given.Add(found);
        if (found is not null) return found;
        if (type == typeof(CpuIndex) && cpu != NoCpu) return new CpuIndex(cpu);
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        if (new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable) return null;
        throw new InvalidOperationException($"{component.Source.DeclaringType}.{component.Source.Name} needs {type} for its parameter {parameter.Name}{(name is null ? string.Empty : $", named {name}")}, which is not registered");
    }

    private static object? Find(Type type, string? name, IServiceProvider provider, int cpu)
    {
        if (type.IsValueType) return null;
        if (cpu != NoCpu && Get(typeof(PerCpu<>).MakeGenericType(type), name, provider) is { } all) return all.GetType().GetProperty("Item")!.GetValue(all, [new CpuIndex(cpu)]);
        return Get(type, name, provider);
    }

    private static object? Get(Type type, string? name, IServiceProvider provider) => name is null ? provider.GetService(type) : ((IKeyedServiceProvider)provider).GetKeyedService(type, name);

    /// <summary>All of a service, with a name and without, in the order of registration; null if there is none.</summary>
    private Array? All(Type service, IServiceProvider provider, int cpu)
    {
        if (service.IsValueType) return null;
        Type all = typeof(PerCpu<>).MakeGenericType(service);
        Type? open = service.IsGenericType ? service.GetGenericTypeDefinition() : null;
        string?[] names = [.. services.Where(d => d.ServiceType == service || d.ServiceType == all || d.ServiceType == open).Select(d => d.ServiceKey as string).Distinct()];
        if (names.Length == 0) return null;
        object[] found = [.. names.Select(name => Find(service, name, provider, cpu) ?? throw new InvalidOperationException($"{service} is registered per CPU: a singleton takes PerCpu<{service.Name}>"))];
        Array array = Array.CreateInstance(service, found.Length);
        found.CopyTo(array, 0);
        return array;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Pilevisor.Composition.Generator;
using Pilevisor.Kernel;

namespace Pilevisor.Hosting;

/// <summary>Starts the components of modules as an image's boot does, in the same order. Builds all of them first.</summary>
/// <param name="components">The components, in registration order.</param>
/// <param name="builder">Builds them.</param>
/// <param name="provider">The container.</param>
internal sealed class BootSteps(IReadOnlyList<Component> components, ComponentBuilder builder, IServiceProvider provider) : IBootSequence
{
    private List<Step>? _steps;

    /// <inheritdoc/>
    public void Start(BootPhase phase)
    {
        _steps ??= Find();
        List<Step> all = [.. _steps.Where(step => step.Phase == phase)];
        List<Step> sorted = PhaseOrder.Sort(all, step => step.Component, step => [.. all.Where(other => other != step && Names(step, other.Component))], (component, other) => IsGiven(component, other, []), cycle =>
            throw new InvalidOperationException($"None of these can start first, since each comes after the next: {string.Join(" → ", cycle.Append(cycle[0]).Select(s => s.Method.DeclaringType + "." + s.Method.Name))}"));
        foreach (Step step in sorted) step.Method.Invoke(step.Object(provider), BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    private List<Step> Find()
    {
        foreach (Component component in components) builder.Build(component, provider);
        List<Component> built = DependencyOrder.Sort(components, component => components.Where(other => other != component && other.Objects.Any(component.Given.Contains)), _ => { });
        return [.. built.SelectMany(Steps)];
    }

    private static IEnumerable<Step> Steps(Component component)
    {
        Type type = component.Objects[0].GetType();
        IEnumerable<MethodInfo> methods = type.GetMethods(BindingFlags.Instance | BindingFlags.Public).Concat(type.GetInterfaces().SelectMany(i => i.GetMethods()));
        return from method in methods let mark = method.GetCustomAttribute<StartsAttribute>(inherit: false) where mark is not null select new Step(component, method, mark.Phase);
    }

    private static bool Names(Step step, Component component) => step.Method.GetCustomAttributes().Select(a => a.GetType())
        .Any(a => a.IsGenericType && a.GetGenericTypeDefinition() == typeof(AfterAttribute<>) && a.GenericTypeArguments[0].IsInstanceOfType(component.Objects[0]));

    private bool IsGiven(Component component, Component other, HashSet<Component> seen) =>
        seen.Add(component) && components.Any(between => between.Objects.Any(component.Given.Contains) && (between == other || IsGiven(between, other, seen)));

    /// <summary>A method that is marked [Starts].</summary>
    private sealed record Step(Component Component, MethodInfo Method, BootPhase Phase)
    {
        /// <summary>Whose it is; of per-CPU components the running CPU's.</summary>
        public object Object(IServiceProvider provider) => Component.Objects[Component.IsPerCpu ? ((IProcessor)provider.GetService(typeof(IProcessor))!).Current.Value : 0];
    }
}

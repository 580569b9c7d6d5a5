using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Pilevisor.Composition;
using Pilevisor.Composition.Generator;

namespace Pilevisor.Hosting;

/// <summary>Reads what a module and those it imports register, and chooses as the composition generator does: an importer's overrides those of its modules, and one must be left of each service and name.</summary>
internal sealed class ModuleReader
{
    private readonly ImportGraph<Type> _imports = new(EqualityComparer<Type>.Default);
    private readonly List<ModuleRegistration> _all = [];

    private ModuleReader(Type module) => Visit(module);

    /// <summary>One registration a service and name, in registration order: what a module imports before its own, both as written.</summary>
    /// <exception cref="InvalidOperationException">If two are left, of which neither overrides the other.</exception>
    public static IReadOnlyList<ModuleRegistration> Read(Type module)
    {
        ModuleReader reader = new(module);
        return [.. reader._all.GroupBy(r => (r.Service, r.Name)).Select(reader.Choose).OrderBy(reader._all.IndexOf)];
    }

    private ModuleRegistration Choose(IGrouping<(Type Service, string? Name), ModuleRegistration> rivals)
    {
        ModuleRegistration[] left = [.. rivals.Where(r => !rivals.Any(other => _imports.Overrides(other.Declarer, r.Declarer)))];
        if (left.Length == 1) return left[0];
        throw new InvalidOperationException($"{rivals.Key.Service} is registered more than once: by {string.Join(" and by ", left.Select(r => $"{r.Declarer} (as {r.Implementation})"))}");
    }

    private void Visit(Type declarer)
    {
        if (!_imports.TryAdd(declarer)) return;
        Attribute[] attributes = [.. declarer.GetCustomAttributes()];
        foreach (Type module in attributes.Where(a => IsA(a, typeof(ImportAttribute<>))).Select(a => a.GetType().GenericTypeArguments[0]))
        {
            _imports.AddImport(declarer, module);
            Visit(module);
        }
        _all.AddRange(attributes.Select(a => Registration(declarer, a)).OfType<ModuleRegistration>());
    }

    private static ModuleRegistration? Registration(Type declarer, Attribute attribute)
    {
        if (attribute is SingletonAttribute open) return new(declarer, open.Service, open.Implementation, false, open.Name, null);
        bool isPerCpu = IsA(attribute, typeof(PerCpuAttribute<>)) || IsA(attribute, typeof(PerCpuAttribute<,>));
        if (!isPerCpu && !IsA(attribute, typeof(SingletonAttribute<>)) && !IsA(attribute, typeof(SingletonAttribute<,>))) return null;
        Type[] types = attribute.GetType().GenericTypeArguments;
        return new(declarer, types[0], types[^1], isPerCpu, Text("Name"), Text("Factory") ?? Text("Instance"));

        string? Text(string property) => attribute.GetType().GetProperty(property)?.GetValue(attribute) as string;
    }

    private static bool IsA(Attribute attribute, Type definition) => attribute.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition;
}

using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Everything that can be wrong with an image. Each has a section in docs/composition.md.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor MissingRegistration = Error(
        "PV1001", "Missing registration", "'{0}' needs '{1}' for its parameter '{2}', but '{3}' registers no '{1}'{4}");

    public static readonly DiagnosticDescriptor AmbiguousRegistration = Error(
        "PV1002", "Ambiguous registration", "'{0}' is registered more than once: by {1}; keep one, or register '{0}' on '{2}', which overrides its modules");

    public static readonly DiagnosticDescriptor Cycle = Error(
        "PV1003", "Cyclic dependency", "None of these components can be built first, since each needs the next: {0}");

    public static readonly DiagnosticDescriptor UnusableImage = Error(
        "PV1004", "Unusable image class", "'{0}' cannot be an image: it must be a partial, non-static, non-generic top-level class without constructors, but {1}");

    public static readonly DiagnosticDescriptor NotAssignable = Error(
        "PV1005", "Implementation does not fit the service", "'{0}' is registered as '{1}' on '{2}', but it does not implement or derive from '{1}'");

    public static readonly DiagnosticDescriptor NotInstantiable = Error(
        "PV1006", "Implementation cannot be built", "'{0}' is registered on '{1}' to be built, but it is {2}; name a class, or an Instance or Factory member");

    public static readonly DiagnosticDescriptor NoUniqueConstructor = Error(
        "PV1007", "No unique constructor", "'{0}' has {1} constructors that '{2}' can call; it must have exactly one");

    public static readonly DiagnosticDescriptor UnusableMember = Error(
        "PV1008", "Unusable Instance or Factory member", "'{0} = {1}' on '{2}': {3}");

    public static readonly DiagnosticDescriptor MemberOfWrongType = Error(
        "PV1009", "Instance or Factory member of a wrong type", "'{0}.{1}' gives '{2}', but it is registered as '{3}'");

    public static readonly DiagnosticDescriptor UnknownModule = Error(
        "PV1010", "Unknown module", "'{0}' imports '{1}', which is not marked [Module]");

    public static readonly DiagnosticDescriptor CapturedPerCpu = Error(
        "PV1011", "Singleton wants one CPU's component", "'{0}' is a singleton, but its parameter '{1}' asks for '{2}', of which each CPU has its own; take 'PerCpu<{2}>'");

    public static readonly DiagnosticDescriptor PerCpuWithoutTopology = Error(
        "PV1012", "Per-CPU components without a machine", "'{0}' is registered per CPU, which needs '{1}' registered as a singleton in '{2}'");

    public static readonly DiagnosticDescriptor NoEntry = Warning(
        "PV1013", "Image without entry", "No singleton of '{0}' implements IImageEntry, so nothing of it runs at boot");

    public static readonly DiagnosticDescriptor UnusableEntry = Error(
        "PV1014", "No unique entry", "'{0}' must have one singleton as its entry, but {1}");

    public static readonly DiagnosticDescriptor NotInjectable = Error(
        "PV1015", "A value cannot be injected", "{0}: '{1}' {2}");

    public static readonly DiagnosticDescriptor TwoLifetimes = Error(
        "PV1016", "One component with two lifetimes", "'{0}' is registered as a singleton and per CPU ('{1}' and '{2}'); it can only be one of them");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "Composition", severity, isEnabledByDefault: true, description: $"See {id} in docs/composition.md.");
}

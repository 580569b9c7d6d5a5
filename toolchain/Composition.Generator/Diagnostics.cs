using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Everything that can be wrong with an image: the messages, and what docs/diagnostics.md says of each, which a test writes from here.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor MissingRegistration = Error(
        "PV1001", "Missing registration", "'{0}' needs '{1}' for its parameter '{2}', but '{3}' registers no '{1}'{4}",
        "A constructor or factory asks for a type that is not registered.",
        "Register it, or import the module that does. The message says so if the type is built but registered under another service only.",
        """
        [Image]
        [Singleton<Log>]                            // PV1001: 'Log' needs 'IConsole' for its parameter 'console', …
        [Singleton<IConsole, Pl011>]                // fix
        internal sealed partial class VirtCluster;

        public sealed class Log(IConsole console);
        """);

    public static readonly DiagnosticDescriptor AmbiguousRegistration = Error(
        "PV1002", "Ambiguous registration", "'{0}' is registered more than once: by {1}; keep one, or register '{0}' on '{2}', which overrides its modules",
        "A service is registered more than once, and none of the registrations overrides the others: they are on the same class, or on modules that do not import each other. Or a class is registered without a member while several members give objects of it, so that it is not clear which is meant.",
        "Remove all but one, or register the service on the image, which overrides all modules. In the second case, register the class itself with the member that is meant.",
        """
        [Image]
        [Import<IJumboTransport>]                   // both register ITransport: PV1002
        [Import<IStandardTransport>]
        [Singleton<ITransport, JumboFrames>]        // fix
        internal sealed partial class VirtCluster;
        """);

    public static readonly DiagnosticDescriptor Cycle = Error(
        "PV1003", "Cyclic dependency", "None of these components can be built first, since each needs the next: {0}",
        "Each component of the chain in the message needs the next, so that none can be built first. A component that takes `PerCpu<T>` needs all CPUs' T.",
        "Let one of them be told later: an `Initialize` method called at boot, a registration with the other (`IInterruptRouter`, `IMessenger`), or split off the part that both need.",
        """
        public sealed class Clock(IMessenger messenger);    // PV1003: … Clock → Messenger → Clock
        public sealed class Messenger(Clock clock) : IMessenger;

        public sealed class Clock;                          // fix: the messenger passes the time on as it arrives
        """);

    public static readonly DiagnosticDescriptor UnusableImage = Error(
        "PV1004", "Unusable image class", "'{0}' cannot be an image: it must be a partial, non-static, non-generic top-level class without constructors, but {1}",
        "Wiring cannot be added to the class: it is not partial, or it is static, generic, nested or a record, or it declares a constructor of its own.",
        "Declare it as in the example, and move constructor parameters into a registered component.",
        """
        [Image]
        internal sealed class VirtCluster;                  // PV1004: … it is not partial
        internal sealed partial class VirtCluster;          // fix
        """);

    public static readonly DiagnosticDescriptor NotAssignable = Error(
        "PV1005", "Implementation does not fit the service", "'{0}' is registered as '{1}' on '{2}', but it does not implement or derive from '{1}'",
        "The second type of a registration does not implement or derive from the first.",
        "Name the right class, or let it implement the service.",
        """
        [Singleton<ITransport, OwnerDirectory>]             // PV1005
        [Singleton<ITransport, JumboFrames>]                // fix
        """);

    public static readonly DiagnosticDescriptor NotInstantiable = Error(
        "PV1006", "Implementation cannot be built", "'{0}' is registered on '{1}' to be built, but it is {2}; name a class, or an Instance or Factory member",
        "A registration without `Instance` and `Factory` names something that has no constructor: an interface, an abstract or static class, a delegate.",
        "Name the class that implements it, or the member that gives the object.",
        """
        [Singleton<ICoherenceProtocol>]                     // PV1006: … it is an interface
        [Singleton<ICoherenceProtocol, OwnerDirectory>]     // fix
        """);

    public static readonly DiagnosticDescriptor NoUniqueConstructor = Error(
        "PV1007", "No unique constructor", "'{0}' has {1} constructors that '{2}' can call; it must have exactly one",
        "The class has no constructor that the image can call, or several of them.",
        "Leave one accessible constructor, or register a factory that calls the one that is meant.",
        """
        public sealed class Pl011
        {
            public Pl011(IMmio mmio) { }
            public Pl011(IMmio mmio, ILog log) { }
        }

        [Singleton<IConsole, Pl011>]                                                // PV1007: 'Pl011' has 2 constructors …
        [Singleton<IConsole>(Factory = nameof(CreateConsole))]                      // fix
        static IConsole CreateConsole(IMmio mmio) => new Pl011(mmio);
        """);

    public static readonly DiagnosticDescriptor UnusableMember = Error(
        "PV1008", "Unusable Instance or Factory member", "'{0} = {1}' on '{2}': {3}",
        "The class that carries the attribute has no such member, or one that cannot be used: it is not static, not accessible from the image, generic, overloaded, or of the other kind (`Factory` wants a method, `Instance` a property or field).",
        "Declare the member on the same class, static, and name it with `nameof`.",
        """
        [Module]
        [Singleton<IBoard>(Factory = "Create")]             // PV1008: 'Factory = Create' on 'IQemuVirtBoard': there is no such method
        [Singleton<IBoard>(Factory = nameof(CreateBoard))]  // fix
        public interface IQemuVirtBoard
        {
            static IBoard CreateBoard(IHardware hardware) => new QemuVirt(hardware);
        }
        """);

    public static readonly DiagnosticDescriptor MemberOfWrongType = Error(
        "PV1009", "Instance or Factory member of a wrong type", "'{0}.{1}' gives '{2}', but it is registered as '{3}'",
        "The member gives something that is not what is registered, or that may be null.",
        "Let it give the registered type, a type that implements it, never null.",
        """
        [Singleton<IBoard>(Instance = nameof(Board))]
        private static IBoard? Board => null;               // PV1009
        private static QemuVirt Board { get; } = new();     // fix
        """);

    public static readonly DiagnosticDescriptor UnknownModule = Error(
        "PV1010", "Unknown module", "'{0}' imports '{1}', which is not marked [Module]",
        "What is imported is not marked `[Module]`.",
        "Mark it, or import what was meant.",
        """
        public interface IDefaultGuest;                     // [Import<IDefaultGuest>] is PV1010
        [Module] public interface IDefaultGuest;            // fix
        """);

    public static readonly DiagnosticDescriptor CapturedPerCpu = Error(
        "PV1011", "Singleton wants one CPU's component", "'{0}' is a singleton, but its parameter '{1}' asks for '{2}', of which each CPU has its own; take 'PerCpu<{2}>'",
        "A singleton asks for a per-CPU service. It would be given one CPU's and use it on all.",
        "Take `PerCpu<T>`, and choose the CPU at each use.",
        """
        [PerCpu<Vcpu>]
        [Singleton<Scheduler>]
        public sealed class Scheduler(Vcpu vcpu);           // PV1011
        public sealed class Scheduler(PerCpu<Vcpu> vcpus);  // fix
        """);

    public static readonly DiagnosticDescriptor PerCpuWithoutTopology = Error(
        "PV1012", "Per-CPU components without a machine", "'{0}' is registered per CPU, which needs '{1}' registered as a singleton in '{2}'",
        "A service is registered per CPU, but the image does not say how many CPUs there are (`ICpuTopology`) or which one is running (`IProcessor`), or registers those per CPU.",
        "Import a board, or register both as singletons.",
        """
        [Image]
        [PerCpu<Vcpu>]                                      // PV1012
        [Import<IQemuVirtBoard>]                            // fix: registers both
        internal sealed partial class VirtCluster;
        """);

    public static readonly DiagnosticDescriptor NoEntry = Warning(
        "PV1013", "Image without entry", "No singleton of '{0}' implements IImageEntry, so nothing of it runs at boot",
        "(Warning.) No singleton implements `IImageEntry`, so no `kernel_main` is exported and nothing would run.",
        "Register the start-up component. An image that is only built in a test may suppress the warning in its project: `<NoWarn>$(NoWarn);PV1013</NoWarn>`.",
        """
        [Singleton<IImageEntry, ClusterBoot>]               // fix
        """);

    public static readonly DiagnosticDescriptor UnusableEntry = Error(
        "PV1014", "No unique entry", "'{0}' must have one singleton as its entry, but {1}",
        "Several singletons implement `IImageEntry` and none is registered as such, or the entry is registered per CPU.",
        "Register the one that is meant as `IImageEntry`.",
        """
        [Singleton<SelfTest>]                               // PV1014: both implement IImageEntry
        [Singleton<ClusterBoot>]
        [Singleton<IImageEntry, ClusterBoot>]               // fix
        """);

    public static readonly DiagnosticDescriptor NotInjectable = Error(
        "PV1015", "A value cannot be injected", "{0}: '{1}' {2}",
        "A parameter or a registered service is a number, a struct or passed by reference, or a singleton asks for `CpuIndex`. Many things are a `uint`: the type does not say which is meant.",
        "Put the value into a small class of its own and register that, give the parameter a default, or use a factory. A component that needs `CpuIndex` is registered with `[PerCpu]`.",
        """
        public sealed class Cache(uint pages);                          // PV1015

        public sealed class CacheSize(uint pages) { public uint Pages => pages; }
        public sealed class Cache(CacheSize size);                      // fix
        [Singleton<CacheSize>(Factory = nameof(SixteenMebibytes))]
        """);

    public static readonly DiagnosticDescriptor TwoLifetimes = Error(
        "PV1016", "One component with two lifetimes", "'{0}' is registered as a singleton and per CPU ('{1}' and '{2}'); it can only be one of them",
        "The same class (or factory) is registered as a singleton and per CPU. It is one component, so it has one lifetime.",
        "Decide; a singleton that speaks for all CPUs is a class of its own that takes `PerCpu<T>`.",
        """
        [Singleton<ITimers, Timers>]                        // PV1016
        [PerCpu<IDeadlineTimer, Timers>]

        [Singleton<ITimers, Timers>]                        // fix: class Timers(PerCpu<IDeadlineTimer> timers)
        [PerCpu<IDeadlineTimer, GenericTimer>]
        """);

    public static readonly DiagnosticDescriptor OpenDoesNotFit = Error(
        "PV1017", "Generic registration does not fit", "'{0}' is registered as '{1}' on '{2}', but its type parameters do not allow those of '{3}'",
        "An open registration was asked for type arguments that its class does not allow: their number or its constraints differ.",
        "Let the class have the type parameters of the service, in the same order, with no constraints that the arguments miss.",
        """
        [Singleton(typeof(IHistory<>), typeof(RingHistory<>))]
        public sealed class RingHistory<T> : IHistory<T> where T : struct;
        public sealed class Watch(IHistory<ILog> history);              // PV1017: ILog is no struct
        public sealed class Watch(IHistory<LogLevel> history);          // fix
        """);

    public static readonly DiagnosticDescriptor UnusableStep = Error(
        "PV1018", "Unusable start method", "'{0}' is marked [Starts], but {1}",
        "A method that boot is to call cannot be called: it is static or generic, has parameters, returns something, or the image has no access to it.",
        "Take what it needs by the constructor, and let the method be a plain one.",
        """
        public sealed class Clock
        {
            [Starts(BootPhase.Machine)]
            public void Initialize(ITimers timers) { }                  // PV1018: … it has parameters
        }
        public sealed class Clock(ITimers timers)                       // fix
        {
            [Starts(BootPhase.Machine)]
            public void Initialize() { }
        }
        """);

    public static readonly DiagnosticDescriptor UnknownPredecessor = Error(
        "PV1019", "Start after what is not there", "'{0}' starts after '{1}', {2}",
        "What a start method is to come after is not in the image, does not start, or starts in a later phase.",
        "Name a component that the image has, or move one of the two to another phase.",
        """
        [Starts(BootPhase.Machine), After<MemoryAggregation>]           // PV1019: … which starts later, in Memory
        public void Initialize() { }
        [Starts(BootPhase.Memory), After<MemoryAggregation>]            // fix
        public void Initialize() { }
        """);

    public static readonly DiagnosticDescriptor StartCycle = Error(
        "PV1020", "Cyclic start order", "None of these can start first, since each comes after the next: {0}",
        "Each start method of the chain in the message comes after the next: because it names it, or because its component is given the other.",
        "Drop one of the marks, or put the part that must come first into a component of its own.",
        """
        public sealed class A { [Starts(BootPhase.Machine), After<B>] public void Initialize() { } }
        public sealed class B { [Starts(BootPhase.Machine), After<A>] public void Initialize() { } }     // PV1020
        public sealed class B { [Starts(BootPhase.Machine)] public void Initialize() { } }               // fix
        """);

    public static readonly DiagnosticDescriptor NobodyStarts = Error(
        "PV1021", "Nobody starts the components", "'{0}' is to be started in phase {1}, but no component of '{2}' asks for IBootSequence",
        "Components are marked to be started, but nobody would do it.",
        "Let whoever runs the image take `IBootSequence`, and start the phases in order.",
        """
        public sealed class Run : IImageEntry { … }                     // PV1021
        public sealed class Run(IBootSequence boot) : IImageEntry       // fix
        {
            public void Run() => boot.Start(BootPhase.Diagnostics);     // and the other phases
        }
        """);

    public static readonly DiagnosticDescriptor DoesNotGoWith = Error(
        "PV1022", "Choices that do not go together", "'{0}' does not go with '{1}', whose {2} is {3}: {4} is the {5}, for {6}",
        "A class says by `[RequiresAtMost]` or `[RequiresAtLeast]` what it needs of the implementation of another service, and the image chooses one that is not so.",
        "Choose another of the two. The message says what would come of it.",
        """
        [Image]
        [Singleton<IPageGeometry, Units2M>]
        [Singleton<IRunPolicy, GrowingRuns>]                // PV1022: 'GrowingRuns' does not go with 'Units2M', whose Shift is 21: 16 is the most, …
        [Singleton<IRunPolicy, NoRuns>]                     // fix
        internal sealed partial class MyVariant;
        """);

    private static DiagnosticDescriptor Error(string id, string title, string message, string problem, string fix, string example) =>
        Explained.Descriptor(id, title, message, "Composition", DiagnosticSeverity.Error, problem, fix, example);

    private static DiagnosticDescriptor Warning(string id, string title, string message, string problem, string fix, string example) =>
        Explained.Descriptor(id, title, message, "Composition", DiagnosticSeverity.Warning, problem, fix, example);
}

using System.Collections.Generic;
using System.Reflection;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>What is generated, read and run.</summary>
public sealed class WiringTests
{
    internal const string Cluster = Snippets.Machine + """
        public interface IClock;
        public interface ILogger;
        public interface IMessenger;
        public interface IPanicBroadcast;
        public interface ITimer;
        public sealed class Clock : Part, IClock;
        public sealed class Logger(IClock clock) : Part, ILogger { public IClock Clock => clock; }
        public sealed class Messenger(ILogger logger, PerCpu<ITimer> timers, Policy policy) : Part, IMessenger, IPanicBroadcast
        {
            public ILogger Logger => logger;
            public PerCpu<ITimer> Timers => timers;
            public Policy Policy => policy;
        }
        public sealed class Policy(int pages) { public int Pages => pages; }
        public sealed class Timer(CpuIndex cpu, IClock clock) : Part, ITimer { public int Cpu => cpu.Value; public IClock Clock => clock; }
        public sealed class Vcpu(ITimer timer, PerCpu<ITimer> all, IMessenger messenger) : Part
        {
            public ITimer Timer => timer;
            public PerCpu<ITimer> All => all;
            public IMessenger Messenger => messenger;
        }

        [Module]
        [Import<IMachine>]
        [Singleton<IMessenger, Messenger>]
        [Singleton<IPanicBroadcast, Messenger>]
        [Singleton<ILogger, Logger>]
        [Singleton<Policy>(Factory = nameof(CreatePolicy))]
        public interface IDefaults
        {
            static Policy CreatePolicy(IClock clock) => new(clock is Clock ? 42 : 0);
        }

        [Image]
        [Import<IMachine>]
        [Import<IDefaults>]
        [PerCpu<Vcpu>]
        [PerCpu<ITimer, Timer>]
        [Singleton<IClock>(Instance = nameof(TheClock))]
        [Singleton<IImageEntry, Boot>]
        internal sealed partial class Node
        {
            private static Clock TheClock { get; } = new();
        }
        """;

    [Fact]
    public void The_wiring_reads_as_if_written_by_hand() => Snapshot.Verify(Generation.Of(Cluster).Wiring);

    [Fact]
    public void The_graph_says_what_was_decided() => Snapshot.Verify(Generation.Of(Cluster).Graph);

    [Fact]
    public void Everything_is_built_once_after_what_it_needs()
    {
        object node = Generation.Of(Cluster).Build();
        var names = (List<string>)node.GetType().Assembly.GetType("Demo.Built")!.GetProperty("Names")!.GetValue(null)!;
        Assert.Equal(["TwoCpus", "BootCpu", "Clock", "Logger", "Timer", "Timer", "Messenger", "Vcpu", "Vcpu", "Boot"], names);
    }

    [Fact]
    public void Everybody_gets_the_same_objects()
    {
        object node = Generation.Of(Cluster).Build();
        Assert.Same(node.Get("Clock"), node.Get("Logger.Clock"));
        Assert.Same(node.Get("Logger"), node.Get("Messenger.Logger"));
        Assert.Equal(42, node.Get("Policy.Pages"));
        Assert.Same(node.Get("Policy"), node.Get("Messenger.Policy"));
    }

    [Fact]
    public void A_class_under_two_services_is_one_object()
    {
        object node = Generation.Of(Cluster).Build();
        Assert.Same(node.Get("Messenger"), node.Get("PanicBroadcast"));
    }

    [Fact]
    public void Each_cpu_gets_its_own_and_singletons_get_all()
    {
        object node = Generation.Of(Cluster).Build();
        for (int cpu = 0; cpu < 2; cpu++)
        {
            object vcpu = node.Get("Vcpu").OfCpu(cpu);
            Assert.Same(node.Get("Timer").OfCpu(cpu), vcpu.Get("Timer"));
            Assert.Equal(cpu, vcpu.Get("Timer.Cpu"));
            Assert.Same(node.Get("Clock"), vcpu.Get("Timer.Clock"));
            Assert.Same(node.Get("Messenger"), vcpu.Get("Messenger"));
            Assert.Same(node.Get("Timer"), vcpu.Get("All"));
        }
        Assert.NotSame(node.Get("Timer").OfCpu(0), node.Get("Timer").OfCpu(1));
        Assert.Same(node.Get("Timer"), node.Get("Messenger.Timers"));
        Assert.Same(node.Get("Timer").OfCpu(1), node.Get("Timer.Current"));
    }

    [Fact]
    public void The_entry_is_exported_and_runs_the_image()
    {
        Assembly assembly = Generation.Of(Cluster).Load();
        MethodInfo main = assembly.GetType("Demo.Node")!.GetMethod("KernelMain", BindingFlags.Static | BindingFlags.NonPublic)!;
        CustomAttributeData export = Assert.Single(main.CustomAttributes);
        Assert.Equal("System.Runtime.RuntimeExportAttribute", export.AttributeType.FullName);
        Assert.Equal("kernel_main", Assert.Single(export.ConstructorArguments).Value);

        main.Invoke(null, null);
        var names = (List<string>)assembly.GetType("Demo.Built")!.GetProperty("Names")!.GetValue(null)!;
        Assert.Equal("Run", names[^1]);
        Assert.Single(names, "Boot");
    }

    [Fact]
    public void An_edit_elsewhere_leaves_the_wiring_cached()
    {
        var result = Generation.Of(Cluster).RunAgainWith("namespace Demo; public sealed class Unrelated;");
        foreach (var step in Assert.Single(result.Results).TrackedSteps[Generator.ImageGenerator.ImageStep])
            Assert.All(step.Outputs, output => Assert.Equal(Microsoft.CodeAnalysis.IncrementalStepRunReason.Unchanged, output.Reason));
    }
}

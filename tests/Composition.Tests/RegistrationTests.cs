using System.Linq;
using Microsoft.CodeAnalysis;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>Which registration counts, and how it is spelt.</summary>
public sealed class RegistrationTests
{
    private const string Policies = Snippets.Machine + """
        public interface IPolicy;
        public sealed class First : IPolicy;
        public sealed class Second : IPolicy;
        public sealed class Third : IPolicy;

        """;

    [Fact]
    public void The_image_overrides_its_modules_and_a_module_what_it_imports()
    {
        string source = Policies + """
            [Module, Singleton<IPolicy, First>] public interface ILow;
            [Module, Import<ILow>, Singleton<IPolicy, Second>] public interface IHigh;
            [Image, Import<IHigh>, Import<ILow>, Singleton<Boot>] public partial class Node;
            """;
        Assert.Equal("Second", Generation.Of(source).Build().Get("Policy").GetType().Name);
        Assert.Equal("Third", Generation.Of(source.Replace("Singleton<Boot>", "Singleton<Boot>, Singleton<IPolicy, Third>")).Build().Get("Policy").GetType().Name);
    }

    [Fact]
    public void What_is_overridden_is_not_built()
    {
        string source = Policies + """
            public sealed class Loud : Part, IPolicy;
            [Module, Singleton<IPolicy, Loud>] public interface ILow;
            [Image, Import<ILow>, Singleton<IPolicy, First>, Singleton<Boot>] public partial class Node;
            """;
        Generation generation = Generation.Of(source);
        generation.Build();
        Assert.DoesNotContain("Loud", generation.Wiring);
    }

    [Fact]
    public void What_a_member_gives_is_the_object_of_its_class()
    {
        string source = Policies + """
            public interface IOther;
            public sealed class Made : IPolicy, IOther { private Made() { } public static Made New() => new(); }
            [Module, Singleton<IOther, Made>, Singleton<Made>(Factory = nameof(Make)), Singleton<IPolicy, Made>]
            public interface Maker { public static Made Make() => Made.New(); }
            [Image, Import<Maker>, Singleton<Boot>] public partial class Node;
            """;
        object node = Generation.Of(source).Build();
        Assert.Same(node.Get("Made"), node.Get("Policy"));
        Assert.Same(node.Get("Made"), node.Get("Other"));

        object unregistered = Generation.Of(source.Replace("Singleton<Made>(", "Singleton<object, Made>(")).Build();
        Assert.Same(unregistered.Get("Object"), unregistered.Get("Policy"));
    }

    [Fact]
    public void Modules_may_import_each_other() => Assert.Equal("First", Generation.Of(Policies + """
        [Module, Import<IRight>, Singleton<IPolicy, First>] public interface ILeft;
        [Module, Import<ILeft>, Singleton<Boot>] public interface IRight;
        [Image, Import<IRight>] public partial class Node;
        """).Build().Get("Policy").GetType().Name);

    [Fact]
    public void A_module_may_come_from_another_assembly()
    {
        MetadataReference library = Generation.Reference(Generation.Scope + """
            namespace Demo;
            public interface IPolicy;
            public sealed class First : IPolicy;
            public sealed class Boot : IImageEntry { public void Run() { } }
            [Module, Singleton<IPolicy>(Factory = nameof(Create)), Singleton<Boot>] public interface IModule { static First Create() => new(); }
            """);
        Generation generation = Generation.Of("[Image, Import<IModule>] public partial class Node;", library);
        Assert.NotNull(generation.Load());
        Assert.Contains("_first = IModule.Create();", generation.Wiring);
    }

    [Fact]
    public void A_parameter_with_a_default_keeps_it_unless_there_is_a_service_for_it()
    {
        object node = Generation.Of(Policies + """
            public sealed class Cache(int pages = 16, IPolicy? policy = null, First? first = null)
            {
                public int Pages => pages;
                public IPolicy? Policy => policy;
                public bool HasFirst => first is not null;
            }
            [Image, Singleton<IPolicy, First>, Singleton<Cache>, Singleton<Boot>] public partial class Node;
            """).Build();
        Assert.Equal(16, node.Get("Cache.Pages"));
        Assert.Same(node.Get("Policy"), node.Get("Cache.Policy"));
        Assert.Equal(false, node.Get("Cache.HasFirst"));
    }

    [Fact]
    public void A_factory_may_make_each_cpus_component()
    {
        object node = Generation.Of(Policies + """
            public sealed class Timer(int cpu, IPolicy policy) { public int Cpu => cpu; public IPolicy Policy => policy; }
            [Image, Import<IMachine>, Singleton<IPolicy, First>, PerCpu<Timer>(Factory = nameof(Create)), Singleton<Boot>]
            public partial class Node
            {
                private static Timer Create(IPolicy policy, CpuIndex cpu) => new(cpu.Value + 10, policy);
            }
            """).Build();
        Assert.Equal(11, node.Get("Timer").OfCpu(1).Get("Cpu"));
        Assert.Same(node.Get("Policy"), node.Get("Timer").OfCpu(0).Get("Policy"));
    }

    [Fact]
    public void One_per_cpu_class_under_two_services_is_one_object_a_cpu()
    {
        object node = Generation.Of(Policies + """
            public interface IOther;
            public sealed class Both : IPolicy, IOther;
            [Image, Import<IMachine>, PerCpu<IPolicy, Both>, PerCpu<IOther, Both>, Singleton<Boot>] public partial class Node;
            """).Build();
        Assert.Same(node.Get("Policy").OfCpu(1), node.Get("Other").OfCpu(1));
    }

    [Fact]
    public void Names_that_would_clash_are_told_apart()
    {
        Generation generation = Generation.Of("""
            public interface ITimer;
            public sealed class Timer : ITimer;
            public sealed class Queue<T> { public struct Slot; }
            public sealed class Outer { public sealed class Inner; }
            public static class Apart { public sealed class Timer; }
            public interface INode;
            public sealed class NodeState : INode;
            public sealed class CpuIndex;
            public sealed class EL2Timer;
            public sealed class IOMap;
            public sealed class List<T>;
            internal sealed class Boot : IImageEntry { public void Run() { } }
            [Image]
            [Singleton<ITimer, Timer>, Singleton<Timer>, Singleton<Apart.Timer>, Singleton<Elsewhere.Timer>, Singleton<Queue<Timer>>, Singleton<Outer.Inner>]
            [Singleton<EL2Timer>, Singleton<IOMap>]
            [Singleton<INode, NodeState>, Singleton<CpuIndex>, Singleton<System.Collections.Generic.List<Queue<Outer>>>(Factory = nameof(Listed)), Singleton<Boot>]
            public partial class Node
            {
                public static int Timer => 0;
                private static System.Collections.Generic.List<Queue<Outer>> Listed() => [];
            }
            """, Generation.Reference("namespace Elsewhere; public sealed class Timer;"));
        Snapshot.Verify(generation.Wiring);
        Assert.Contains("Node", generation.Load().GetType("Demo.Node")!.Name);
    }

    [Fact]
    public void An_image_outside_any_namespace_gets_its_wiring_there()
    {
        Generation generation = Generation.OfFile(Generation.Scope + """
            [Image, Singleton<Boot>] public partial class Node;
            public sealed class Boot : IImageEntry { public void Run() { } }
            """);
        Assert.NotNull(generation.Load().GetType("Node")!.GetProperty("Boot"));
    }

    internal const string Devices = Snippets.Machine + """
        public abstract class Device;
        public sealed class Uart : Device;
        public sealed class Disk(int size) : Device { public int Size => size; }
        public sealed class Bus(Device[] devices) { public Device[] Devices => devices; }
        [Module, Singleton<Device, Uart>(Name = "uart"), Singleton<Bus>] public interface IMachineWithUart;

        """;

    [Fact]
    public void An_array_has_all_that_are_registered_under_any_name()
    {
        Generation generation = Generation.Of(Devices + """
            [Image, Import<IMachineWithUart>, Singleton<Device, Disk>(Name = "boot-disk", Factory = nameof(Boots)), Singleton<Device, Disk>(Factory = nameof(Holds)), Singleton<Boot>]
            public partial class Node
            {
                private static Disk Boots() => new(1);
                private static Disk Holds() => new(2);
            }
            """);
        object node = generation.Build();
        object[] devices = (object[])node.Get("Bus.Devices");
        Assert.Equal(["Uart", "Disk", "Disk"], devices.Select(d => d.GetType().Name));
        Assert.Equal([1, 2], devices.Skip(1).Select(d => d.Get("Size")));
        Assert.Same(devices[0], node.Get("DeviceUart"));
        Assert.Same(devices[1], node.Get("DeviceBootDisk"));
        Assert.Same(devices[2], node.Get("Device"));
        Assert.Contains("""
            "needs": [{ "service": "Demo.Device (uart)", "allCpus": false }, { "service": "Demo.Device (boot-disk)", "allCpus": false }, { "service": "Demo.Device", "allCpus": false }]
            """, generation.Graph);
    }

    [Fact]
    public void A_name_is_overridden_alone()
    {
        object node = Generation.Of(Devices + """
            public sealed class Uart16550 : Device;
            public sealed class Gpu : Device;
            [Module, Import<IMachineWithUart>, Singleton<Device, Gpu>(Name = "gpu")] public interface IMore;
            [Image, Import<IMore>, Singleton<Device, Uart16550>(Name = "uart"), Singleton<Boot>] public partial class Node;
            """).Build();
        Assert.Equal(["Gpu", "Uart16550"], ((object[])node.Get("Bus.Devices")).Select(d => d.GetType().Name));
    }

    [Fact]
    public void A_parameter_can_ask_for_a_name()
    {
        object node = Generation.Of(Devices + """
            public sealed class User([FromNamedServices("uart")] Device one, Device other) { public Device One => one; public Device Other => other; }
            public sealed class Gpu : Device;
            [Image, Import<IMachineWithUart>, Singleton<User>, Singleton<Device, Gpu>, Singleton<Boot>] public partial class Node;
            """).Build();
        Assert.Equal("Uart", node.Get("User.One").GetType().Name);
        Assert.Equal("Gpu", node.Get("User.Other").GetType().Name);
    }

    [Fact]
    public void A_per_cpu_component_gets_its_cpus_array()
    {
        object node = Generation.Of(Snippets.Machine + """
            public interface ILine;
            public sealed class Own(CpuIndex cpu) : ILine { public int Cpu => cpu.Value; }
            public sealed class Shared : ILine;
            public sealed class Vcpu(ILine[] lines) { public ILine[] Lines => lines; }
            [Image, Import<IMachine>, PerCpu<ILine, Own>(Name = "own"), Singleton<ILine, Shared>(Name = "shared"), PerCpu<Vcpu>, Singleton<Boot>] public partial class Node;
            """).Build();
        object[] lines = (object[])node.Get("Vcpu").OfCpu(1).Get("Lines");
        Assert.Equal(1, lines[0].Get("Cpu"));
        Assert.Same(node.Get("LineShared"), lines[1]);
    }

    [Fact]
    public void What_may_be_null_is_null_unless_it_is_registered()
    {
        object node = Generation.Of(Policies + """
            public interface IMissing;
            public sealed class Cache(IMissing? missing, IMissing[]? several, IPolicy? policy) { public bool HasMissing => missing is not null || several is not null; public IPolicy? Policy => policy; }
            [Image, Singleton<IPolicy, First>, Singleton<Cache>, Singleton<Boot>] public partial class Node;
            """).Build();
        Assert.Equal(false, node.Get("Cache.HasMissing"));
        Assert.Same(node.Get("Policy"), node.Get("Cache.Policy"));
    }

    [Fact]
    public void An_open_registration_gives_one_object_for_each_choice_of_type_arguments_that_is_asked_for()
    {
        Generation generation = Generation.Of(Snippets.Machine + """
            public interface IRing<T>;
            public sealed class Ring<T>(Depth depth) : IRing<T> { public int Depth => depth.Value; }
            public sealed class LongRing : IRing<long>;
            public sealed class Depth { public int Value => 5; }
            public sealed class A(IRing<int> ring, IRing<long> longs) { public IRing<int> Ring => ring; public IRing<long> Longs => longs; }
            public sealed class B(IRing<int> ring, IRing<string>[] several) { public IRing<int> Ring => ring; public IRing<string>[] Several => several; }
            [Module, Singleton(typeof(IRing<>), typeof(Ring<>)), Singleton<Depth>] public interface IRings;
            [Image, Import<IRings>, Singleton<IRing<long>, LongRing>, Singleton<A>, Singleton<B>, Singleton<Boot>] public partial class Node;
            """);
        object node = generation.Build();
        Assert.Same(node.Get("A.Ring"), node.Get("B.Ring"));
        Assert.Equal(5, node.Get("A.Ring.Depth"));
        Assert.Equal("LongRing", node.Get("A.Longs").GetType().Name);
        Assert.Single((object[])node.Get("B.Several"));
        Assert.DoesNotContain("Ring<bool>", generation.Wiring);
        Assert.DoesNotContain("new Ring<long>", generation.Wiring);
    }
}

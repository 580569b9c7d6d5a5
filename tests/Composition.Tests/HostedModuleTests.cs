using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Hosting;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>A module means in the host's container what it means in an image.</summary>
public sealed class HostedModuleTests
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private const string Mixed = Snippets.Machine + """
        public interface IRing<T>;
        public sealed class Ring<T>(Depth depth) : IRing<T> { public Depth Depth => depth; }
        public sealed class Depth;
        public interface ILine;
        public sealed class Own(CpuIndex cpu) : ILine { public int Cpu => cpu.Value; }
        public sealed class Shared : ILine;
        public interface IPolicy;
        public sealed class First : IPolicy;
        public sealed class Second : IPolicy;
        public sealed class Vcpu(ILine[] lines, IPolicy? policy, IRing<int> ring) { public ILine[] Lines => lines; public IPolicy? Policy => policy; public object Ring => ring; }
        public sealed class User([FromNamedServices("own")] PerCpu<ILine> own, [FromNamedServices("shared")] ILine line, IComparable? none, int depth = 3)
        {
            public object Own => own;
            public ILine Line => line;
            public bool HasNone => none is null;
            public int Depth => depth;
        }
        [Module, Singleton<IPolicy, First>, Singleton(typeof(IRing<>), typeof(Ring<>)), Singleton<Depth>] public interface IDefaults;
        [Image, Import<IMachine>, Import<IDefaults>, PerCpu<ILine, Own>(Name = "own"), Singleton<ILine, Shared>(Name = "shared")]
        [Singleton<IPolicy, Second>, PerCpu<Vcpu>, Singleton<User>, Singleton<Boot>]
        public partial class Node;
        """;

    public static TheoryData<string> Images => [WiringTests.Cluster, Mixed, RegistrationTests.Devices + """
        public sealed class Uart16550 : Device;
        public sealed class Gpu : Device;
        [Module, Import<IMachineWithUart>, Singleton<Device, Gpu>(Name = "gpu")] public interface IMore;
        [Image, Import<IMore>, Singleton<Device, Uart16550>(Name = "uart"), Singleton<Boot>] public partial class Node;
        """];

    /// <summary>Every object that the generated wiring builds has its like, given the likes of what that was given.</summary>
    [Theory, MemberData(nameof(Images))]
    public void The_container_builds_the_graph_that_the_image_is(string source)
    {
        Generation generation = Generation.OfFile("using System;\n" + Generation.Scope + "namespace Demo;\n" + source);
        object node = generation.Build();
        using ServiceProvider provider = new ServiceCollection().AddModule(node.GetType()).BuildServiceProvider();
        Dictionary<object, object> likes = new(ReferenceEqualityComparer.Instance);
        int compared = 0;
        foreach (PropertyInfo property in node.GetType().GetProperties(Instance))
        {
            object? hosted = provider.GetServices(property.PropertyType).Concat(provider.GetKeyedServices(property.PropertyType, KeyedService.AnyKey)).FirstOrDefault(o => o!.GetType() == property.GetValue(node)!.GetType());
            if (property.PropertyType.Name.StartsWith("IRing", StringComparison.Ordinal)) continue;
            compared++;
            AssertAlike(property.GetValue(node), hosted, likes);
        }
        Assert.True(compared > 3);
        Assert.Equal(likes.Count, likes.Values.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void Components_start_in_the_order_of_an_image()
    {
        Assembly assembly = Generation.OfFile("using System.Collections.Generic;\n" + Generation.Scope + "namespace Demo;\n" + BootSequenceTests.Node).Load();
        var names = (List<string>)assembly.GetType("Demo.Started")!.GetProperty("Names")!.GetValue(null)!;
        assembly.GetType("Demo.Node")!.GetMethod("KernelMain", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null);
        string[] generated = [.. names];
        names.Clear();
        using ServiceProvider provider = new ServiceCollection().AddModule(assembly.GetType("Demo.Node")!).BuildServiceProvider();
        foreach (BootPhase phase in Enum.GetValues<BootPhase>()) provider.GetRequiredService<IBootSequence>().Start(phase);
        Assert.NotEmpty(generated);
        Assert.Equal(generated, names);
    }

    [Fact]
    public void What_is_added_afterwards_takes_the_place_of_a_component()
    {
        Assembly assembly = Generation.OfFile("using System.Collections.Generic;\n" + Generation.Scope + "namespace Demo;\n" + BootSequenceTests.Node).Load();
        Type console = assembly.GetType("Demo.IConsole")!;
        object other = Activator.CreateInstance(assembly.GetType("Demo.Explicit")!)!;
        using ServiceProvider provider = new ServiceCollection().AddModule(assembly.GetType("Demo.Node")!).AddSingleton(console, other).BuildServiceProvider();
        Assert.Same(other, provider.GetRequiredService(console));
        provider.GetRequiredService<IBootSequence>().Start(BootPhase.Diagnostics);
        Assert.Equal(["Explicit"], (List<string>)assembly.GetType("Demo.Started")!.GetProperty("Names")!.GetValue(null)!);
    }

    [Theory]
    [InlineData("public sealed class A(B b) { public B B => b; } public sealed class B(A a) { public A A => a; } [Module, Singleton<A>, Singleton<B>] public interface IModule;", "Demo.A needs itself")]
    [InlineData("public sealed class A(string b) { public string B => b; } [Module, Singleton<A>] public interface IModule;", "Demo.A..ctor needs System.String for its parameter b, which is not registered")]
    public void What_cannot_be_built_is_said(string source, string message)
    {
        Assembly assembly = Generation.Of(source).Load();
        using ServiceProvider provider = new ServiceCollection().AddModule(assembly.GetType("Demo.IModule")!).BuildServiceProvider();
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService(assembly.GetType("Demo.A")!)).Message);
    }

    [Fact]
    public void Two_registrations_of_which_neither_overrides_the_other_are_refused()
    {
        Assembly assembly = Generation.Of("public interface I; public sealed class A : I; public sealed class B : I; [Module, Singleton<I, A>, Singleton<I, B>] public interface IModule;").Load();
        Assert.Equal(
            "Demo.I is registered more than once: by Demo.IModule (as Demo.A) and by Demo.IModule (as Demo.B)",
            Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddModule(assembly.GetType("Demo.IModule")!)).Message);
    }

    /// <summary>By the values of their properties, through arrays and PerCpu; an object has one like.</summary>
    private static void AssertAlike(object? expected, object? actual, Dictionary<object, object> likes)
    {
        Assert.Equal(expected?.GetType(), actual?.GetType());
        if (expected is null || actual is null) return;
        if (expected is string || expected.GetType().IsValueType)
        {
            Assert.Equal(expected, actual);
            return;
        }
        if (expected is IList many)
        {
            Assert.Equal(many.Count, ((IList)actual).Count);
            for (int i = 0; i < many.Count; i++) AssertAlike(many[i], ((IList)actual)[i], likes);
            return;
        }
        if (expected.GetType().Name == "PerCpu`1")
        {
            for (int cpu = 0; cpu < 2; cpu++) AssertAlike(expected.OfCpu(cpu), actual.OfCpu(cpu), likes);
            return;
        }
        if (likes.TryGetValue(expected, out object? like))
        {
            Assert.Same(like, actual);
            return;
        }
        likes.Add(expected, actual);
        foreach (PropertyInfo property in expected.GetType().GetProperties(Instance).Where(p => p.GetIndexParameters().Length == 0)) AssertAlike(property.GetValue(expected), property.GetValue(actual), likes);
    }
}

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Pilevisor.Composition.Generator;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>Each way to get an image wrong, and what the user is told.</summary>
public sealed class DiagnosticTests
{
    private const string Parts = Snippets.Machine + """
        public interface IFoo;
        public interface IBar;
        public sealed class Foo : IFoo;
        public sealed class Bar : IBar;
        public sealed class NeedsFoo(IFoo foo) { public IFoo Foo => foo; }
        public sealed class PerCpuFoo(CpuIndex cpu) : IFoo { public CpuIndex Cpu => cpu; }

        """;

    [Theory]
    [InlineData("[Image, Singleton<NeedsFoo>, Singleton<Boot>] partial class Node;",
        "PV1001: 'NeedsFoo' needs 'IFoo' for its parameter 'foo', but 'Node' registers no 'IFoo'")]
    [InlineData("sealed class User(Foo foo) { public Foo Foo => foo; } [Image, Singleton<IFoo, Foo>, Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1001: 'User' needs 'Foo' for its parameter 'foo', but 'Node' registers no 'Foo'; it is built, but only as 'IFoo': add [Singleton<Foo>], it stays one object")]
    [InlineData("sealed class User(PerCpu<IFoo> foo) { public object Foo => foo; } [Image, Singleton<IFoo, Foo>, Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1001: 'User' needs 'PerCpu<IFoo>' for its parameter 'foo', but 'Node' registers no 'PerCpu<IFoo>'; 'IFoo' is a singleton, take it directly")]
    [InlineData("[Image, Singleton<Foo>(Factory = nameof(Make)), Singleton<Boot>] partial class Node { static Foo Make(IBar bar) => new(); }",
        "PV1001: 'Node.Make' needs 'IBar' for its parameter 'bar', but 'Node' registers no 'IBar'")]
    public void Missing_registration(string source, string message) => Expect(source, message);

    [Theory]
    [InlineData("sealed class Foo2 : IFoo; [Image, Singleton<IFoo, Foo>, Singleton<IFoo, Foo2>, Singleton<Boot>] partial class Node;",
        "PV1002: 'IFoo' is registered more than once: by 'Node' (as 'Foo') and by 'Node' (as 'Foo2'); keep one, or register 'IFoo' on 'Node', which overrides its modules")]
    [InlineData("[Module, Singleton<IFoo, Foo>] interface IA; [Module, Singleton<IFoo, Foo>] interface IB; [Image, Import<IA>, Import<IB>, Singleton<Boot>] partial class Node;",
        "PV1002: 'IFoo' is registered more than once: by 'IA' (as 'Foo') and by 'IB' (as 'Foo'); keep one, or register 'IFoo' on 'Node', which overrides its modules")]
    [InlineData("[Image, Singleton<IFoo, Two>(Factory = nameof(A)), Singleton<IBar, Two>(Factory = nameof(B)), Singleton<object, Two>, Singleton<Boot>] partial class Node "
        + "{ static Two A() => new(); static Two B() => new(); } sealed class Two : IFoo, IBar;",
        "PV1002: 'Two' is registered more than once: by 'Node' (A) and by 'Node' (B); keep one, or register 'Two' on 'Node', which overrides its modules")]
    public void Ambiguous_registration(string source, string message) => Expect(source, message);

    [Fact]
    public void Cycle() => Expect("""
        sealed class A(B b) { public B B => b; }
        sealed class B(C c) { public C C => c; }
        sealed class C(A a) { public A A => a; }
        sealed class Outside(A a) { public A A => a; }
        sealed class Self(Self self) { public Self Other => self; }
        [Image, Singleton<Outside>, Singleton<C>, Singleton<B>, Singleton<A>, Singleton<Self>, Singleton<Boot>] partial class Node;
        """,
        "PV1003: None of these components can be built first, since each needs the next: C → A → B → C",
        "PV1003: None of these components can be built first, since each needs the next: Self → Self");

    [Fact]
    public void Cycle_through_all_cpus() => Expect("""
        sealed class Timer(Clock clock) { public Clock Clock => clock; }
        sealed class Clock(PerCpu<Timer> timers) { public PerCpu<Timer> Timers => timers; }
        [Image, Import<IMachine>, PerCpu<Timer>, Singleton<Clock>, Singleton<Boot>] partial class Node;
        """, "PV1003: None of these components can be built first, since each needs the next: Timer → Clock → Timer");

    [Theory]
    [InlineData("[Image, Singleton<Boot>] class Node;", "it is not partial")]
    [InlineData("[Image, Singleton<Boot>] static partial class Node;", "it is static")]
    [InlineData("[Image, Singleton<Boot>] partial class Node<T>;", "it is generic")]
    [InlineData("[Image, Singleton<Boot>] partial record class Node;", "it is a record")]
    [InlineData("static partial class Outer { [Image, Singleton<Boot>] internal partial class Node; }", "it is nested in 'Outer'")]
    [InlineData("[Image, Singleton<Boot>] partial class Node { public Node() { } }", "it declares a constructor")]
    [InlineData("[Image, Singleton<Boot>] partial class Node(int x) { public int X => x; }", "it declares a constructor")]
    public void Unusable_image_class(string source, string why)
    {
        string problem = Assert.Single(Generation.Of(Parts + source).Problems);
        Assert.StartsWith("PV1004: ", problem);
        Assert.EndsWith(", but " + why, problem);
    }

    [Fact]
    public void Implementation_does_not_fit() => Expect(
        "[Image, Singleton<IFoo, Bar>, Singleton<Boot>] partial class Node;",
        "PV1005: 'Bar' is registered as 'IFoo' on 'Node', but it does not implement or derive from 'IFoo'");

    [Theory]
    [InlineData("[Image, Singleton<IFoo>, Singleton<Boot>] partial class Node;", "IFoo", "an interface")]
    [InlineData("[Image, Singleton<Part>, Singleton<Boot>] partial class Node;", "Part", "abstract")]
    [InlineData("delegate void D(); [Image, Singleton<D>, Singleton<Boot>] partial class Node;", "D", "no class")]
    public void Implementation_cannot_be_built(string source, string type, string what) => Expect(
        source, $"PV1006: '{type}' is registered on 'Node' to be built, but it is {what}; name a class, or an Instance or Factory member");

    [Theory]
    [InlineData("sealed class Closed { private Closed() { } } [Image, Singleton<Closed>, Singleton<Boot>] partial class Node;", "Closed", "no")]
    [InlineData("sealed class Two { public Two() { } public Two(Foo foo) { } } [Image, Singleton<Two>, Singleton<Boot>] partial class Node;", "Two", "2")]
    public void No_unique_constructor(string source, string type, string count) => Expect(
        source, $"PV1007: '{type}' has {count} constructors that 'Node' can call; it must have exactly one");

    [Theory]
    [InlineData("Factory = \"Make\"", "", "Factory = Make", "there is no such method")]
    [InlineData("Instance = \"It\"", "", "Instance = It", "there is no such property or field")]
    [InlineData("Instance = \"It\"", "static Foo It() => new();", "Instance = It", "it is not a property or field")]
    [InlineData("Factory = \"It\"", "static Foo It => new();", "Factory = It", "it is not a method")]
    [InlineData("Factory = \"It\"", "static T It<T>() where T : new() => new();", "Factory = It", "it is not a method")]
    [InlineData("Factory = \"It\"", "Foo It() => new();", "Factory = It", "it is not static, or abstract")]
    [InlineData("Factory = \"It\"", "static Foo It() => new(); static Foo It(IBar bar) => new();", "Factory = It", "it is overloaded")]
    [InlineData("Factory = \"It\", Instance = \"It\"", "static Foo It() => new();", "Factory = It", "the registration names an Instance as well; keep one")]
    public void Unusable_member(string argument, string member, string role, string why) => Expect(
        $"[Image, Singleton<IFoo>({argument}), Singleton<Boot>] partial class Node {{ {member} }}", $"PV1008: '{role}' on 'Node': {why}");

    [Fact]
    public void A_member_must_be_accessible() => Expect(
        "[Module, Singleton<Foo>(Instance = \"It\")] class M { private static Foo It => new(); } [Image, Import<M>, Singleton<Boot>] partial class Node;",
        "PV1008: 'Instance = It' on 'M': 'Node' has no access to it");

    [Theory]
    [InlineData("static Bar It() => new();", "Bar")]
    [InlineData("static void It() { }", "void")]
    [InlineData("static IFoo? It() => null;", "IFoo?")]
    public void Member_of_a_wrong_type(string member, string type) => Expect(
        $"[Image, Singleton<IFoo>(Factory = \"It\"), Singleton<Boot>] partial class Node {{ {member} }}", $"PV1009: 'Node.It' gives '{type}', but it is registered as 'IFoo'");

    [Fact]
    public void Unknown_module() => Expect(
        "interface INothing; [Image, Import<INothing>, Singleton<Boot>] partial class Node;", "PV1010: 'Node' imports 'INothing', which is not marked [Module]");

    [Fact]
    public void A_singleton_cannot_take_one_cpus_component() => Expect(
        "[Image, Import<IMachine>, PerCpu<IFoo, PerCpuFoo>, Singleton<NeedsFoo>, Singleton<Boot>] partial class Node;",
        "PV1011: 'NeedsFoo' is a singleton, but its parameter 'foo' asks for 'IFoo', of which each CPU has its own; take 'PerCpu<IFoo>'");

    [Fact]
    public void Per_cpu_components_need_a_machine() => Expect(
        "[Image, PerCpu<IFoo, PerCpuFoo>, Singleton<Boot>] partial class Node;",
        "PV1012: 'IFoo' is registered per CPU, which needs 'Pilevisor.Kernel.ICpuTopology' registered as a singleton in 'Node'",
        "PV1012: 'IFoo' is registered per CPU, which needs 'Pilevisor.Kernel.IProcessor' registered as a singleton in 'Node'");

    [Fact]
    public void An_image_without_entry_is_a_warning_and_is_wired()
    {
        Generation generation = Generation.Of(Parts + "[Image, Singleton<Foo>] partial class Node;");
        Assert.Equal("PV1013: No singleton of 'Node' implements IImageEntry, so nothing of it runs at boot", Assert.Single(generation.Problems));
        Assert.Contains("_foo = new Foo();", generation.Wiring);
        Assert.DoesNotContain("KernelMain", generation.Wiring);
    }

    [Theory]
    [InlineData("sealed class Boot2 : IImageEntry { public void Run() { } } [Image, Singleton<Boot>, Singleton<Boot2>] partial class Node;",
        "PV1014: 'Node' must have one singleton as its entry, but 'Boot', 'Boot2' all implement IImageEntry; register one of them as IImageEntry")]
    [InlineData("[Image, Import<IMachine>, PerCpu<Boot>] partial class Node;", "PV1014: 'Node' must have one singleton as its entry, but 'Boot' is registered per CPU")]
    public void No_unique_entry(string source, string message) => Expect(source, message);

    [Theory]
    [InlineData("sealed class User(int pages) { public int Pages => pages; } [Image, Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1015: Parameter 'pages' of 'User': 'int' is a value; put it into a class and register that")]
    [InlineData("[Image, Singleton<IFoo, PerCpuFoo>, Singleton<Boot>] partial class Node;",
        "PV1015: Parameter 'cpu' of 'PerCpuFoo': 'CpuIndex' is the CPU of a per-CPU component, and this is a singleton")]
    [InlineData("sealed class User { public User(ref Foo foo) { } } [Image, Singleton<Foo>, Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1015: Parameter 'foo' of 'User': 'Foo' is passed by reference; take the component itself")]
    [InlineData("[Image, Singleton<NodeId>, Singleton<Boot>] partial class Node;",
        "PV1015: A registration of 'Node': 'NodeId' is not a class or an interface; put the value into a class and register that")]
    public void A_value_cannot_be_injected(string source, string message) => Expect(source, message);

    [Fact]
    public void One_component_has_one_lifetime() => Expect(
        "sealed class Both : IFoo, IBar; [Image, Import<IMachine>, Singleton<IFoo, Both>, PerCpu<IBar, Both>, Singleton<Boot>] partial class Node;",
        "PV1016: 'Both' is registered as a singleton and per CPU ('IFoo' and 'IBar'); it can only be one of them");

    [Theory]
    [InlineData("[Image, Singleton<INowhere, Foo>, Singleton<NeedsFoo>, Singleton<Boot>] partial class Node;")]
    [InlineData("[Image, Import<INowhere>, Singleton<NeedsFoo>, Singleton<Boot>] partial class Node;")]
    [InlineData("sealed class User(INowhere nowhere) { public object Nowhere => nowhere; } [Image, Singleton<User>, Singleton<Boot>] partial class Node;")]
    public void What_does_not_compile_is_left_to_the_compiler(string source) => Expect(source);

    [Fact]
    public void A_problem_is_shown_at_the_attribute()
    {
        Diagnostic problem = Assert.Single(Generation.Of("[Image]\n[Singleton<Missing>]\npartial class Node;\nsealed class Missing(string s) { public string S => s; }").Result.Diagnostics, d => d.Id == "PV1001");
        Assert.Equal((4, 1), (problem.Location.GetLineSpan().StartLinePosition.Line, problem.Location.GetLineSpan().StartLinePosition.Character));
    }

    [Theory]
    [InlineData("sealed class User([FromNamedServices(\"b\")] IFoo foo) { public IFoo Foo => foo; } [Image, Singleton<IFoo, Foo>(Name = \"a\"), Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1001: 'User' needs 'IFoo' for its parameter 'foo', but 'Node' registers no 'IFoo' named b; there is a")]
    [InlineData("[Image, Singleton<IFoo, Foo>(Name = \"a\"), Singleton<NeedsFoo>, Singleton<Boot>] partial class Node;",
        "PV1001: 'NeedsFoo' needs 'IFoo' for its parameter 'foo', but 'Node' registers no 'IFoo' without a name; take [FromNamedServices(…)] with a, or 'IFoo[]', which is all of them")]
    [InlineData("sealed class User(IFoo[] foos) { public IFoo[] Foos => foos; } [Image, Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1001: 'User' needs 'IFoo[]' for its parameter 'foos', but 'Node' registers no 'IFoo[]'")]
    [InlineData("sealed class Foo2 : IFoo; [Image, Singleton<IFoo, Foo>(Name = \"a\"), Singleton<IFoo, Foo2>(Name = \"a\"), Singleton<Boot>] partial class Node;",
        "PV1002: 'IFoo named a' is registered more than once: by 'Node' (as 'Foo') and by 'Node' (as 'Foo2'); keep one, or register 'IFoo named a' on 'Node', which overrides its modules")]
    [InlineData("sealed class User(IFoo[] foos) { public IFoo[] Foos => foos; } [Image, Import<IMachine>, PerCpu<IFoo, PerCpuFoo>, Singleton<User>, Singleton<Boot>] partial class Node;",
        "PV1011: 'User' is a singleton, but its parameter 'foos' asks for 'IFoo', of which each CPU has its own; take 'PerCpu<IFoo>'")]
    public void Names_and_arrays(string source, string message) => Expect(source, message);

    [Theory]
    [InlineData("sealed class Ring<T> : IRing<T> where T : struct;", "Ring<>")]
    [InlineData("sealed class Ring<T> : IRing<T> where T : IBar;", "Ring<>")]
    [InlineData("sealed class Ring<T> : IRing<T> where T : System.IEquatable<T>;", "Ring<>")]
    [InlineData("sealed class Ring<T, U> : IRing<T> { public U? More => default; }", "Ring<,>")]
    public void Generic_registration_does_not_fit(string ring, string type) => Expect(
        $"interface IRing<T>; {ring} sealed class User(IRing<IFoo> ring) {{ public object Ring => ring; }} [Image, Singleton(typeof(IRing<>), typeof({type})), Singleton<User>, Singleton<Boot>] partial class Node;",
        $"PV1017: '{type}' is registered as 'IRing<>' on 'Node', but its type parameters do not allow those of 'IRing<IFoo>'");

    [Theory]
    [InlineData("public static void Begin() { }", "it is static")]
    [InlineData("public void Begin<T>() { }", "it is generic")]
    [InlineData("public void Begin(int x) { }", "it has parameters")]
    [InlineData("public int Begin() => 0;", "it returns something")]
    [InlineData("private void Begin() { }", "'Node' has no access to it")]
    public void Unusable_start_method(string method, string why) => Expect(
        $"sealed class Late {{ [Starts(BootPhase.Machine)] {method} }} [Image, Singleton<Late>, Singleton<Boot>] partial class Node;", $"PV1018: 'Late.Begin' is marked [Starts], but {why}");

    [Theory]
    [InlineData("IBar", "which 'Node' does not have")]
    [InlineData("Foo", "which nothing starts")]
    [InlineData("Last", "which starts later, in Guest")]
    public void Start_after_what_is_not_there(string type, string why) => Expect(
        "sealed class First { [Starts(BootPhase.Machine), After<" + type + ">] public void Begin() { } } sealed class Last { [Starts(BootPhase.Guest)] public void Begin() { } }"
        + "sealed class Run(IBootSequence boot) : IImageEntry { void IImageEntry.Run() => boot.Start(BootPhase.Machine); } [Image, Singleton<Foo>, Singleton<First>, Singleton<Last>, Singleton<Run>] partial class Node;",
        $"PV1019: 'First.Begin' starts after '{type}', {why}");

    [Fact]
    public void Cyclic_start_order() => Expect("""
        sealed class A { [Starts(BootPhase.Machine), After<C>] public void Begin() { } }
        sealed class B(A a) { public A A => a; [Starts(BootPhase.Machine)] public void Begin() { } }
        sealed class C(B b) { public B B => b; [Starts(BootPhase.Machine)] public void Begin() { } }
        sealed class Run(IBootSequence boot) : IImageEntry { void IImageEntry.Run() => boot.Start(BootPhase.Machine); }
        [Image, Singleton<A>, Singleton<B>, Singleton<C>, Singleton<Run>] partial class Node;
        """, "PV1020: None of these can start first, since each comes after the next: A.Begin → C.Begin → B.Begin → A.Begin");

    [Fact]
    public void Choices_that_do_not_go_together() => Expect("""
        interface ISize; sealed class Large : ISize { public const int Shift = 21; }
        [RequiresAtMost<ISize>("Shift", 16, "there is no room for more")] sealed class Small;
        [Image, Singleton<Foo>, Singleton<ISize, Large>, Singleton<Small>] partial class Node;
        """, "PV1022: 'Small' does not go with 'Large', whose Shift is 21: 16 is the most, for there is no room for more");

    [Fact]
    public void Choices_of_which_one_asks_for_more() => Expect("""
        interface ISize; sealed class Small : ISize { public const int Shift = 12; }
        [RequiresAtLeast<ISize>("Shift", 16, "it fills that much")] sealed class Large;
        [Image, Singleton<Foo>, Singleton<ISize, Small>, Singleton<Large>] partial class Node;
        """, "PV1022: 'Large' does not go with 'Small', whose Shift is 12: 16 is the least, for it fills that much");

    [Theory]
    [InlineData("public const int Shift = 16;")]
    [InlineData("public const int Other = 21;")]
    [InlineData("public static int Shift => 21;")]
    public void Choices_that_go_together_or_say_nothing(string member) => Expect("""
        interface ISize; sealed class Large : ISize { MEMBER }
        [RequiresAtMost<ISize>("Shift", 16, "there is no room for more"), RequiresAtLeast<ISize>("Shift", 16, "it fills that much")] sealed class Small;
        [Image, Singleton<Foo>, Singleton<ISize, Large>, Singleton<Small>] partial class Node;
        """.Replace("MEMBER", member));

    [Fact]
    public void Nobody_starts_the_components() => Expect(
        "sealed class Late { [Starts(BootPhase.Guest)] public void Begin() { } } [Image, Singleton<Late>, Singleton<Boot>] partial class Node;",
        "PV1021: 'Late.Begin' is to be started in phase Guest, but no component of 'Node' asks for IBootSequence");

    [Fact]
    public void Every_diagnostic_is_tested_and_listed()
    {
        string here = Read("DiagnosticTests.cs");
        string releases = Read("../../toolchain/Composition.Generator/AnalyzerReleases.Unshipped.md");
        Assert.All(All, diagnostic => Assert.Contains(diagnostic.Id + ": ", here));
        Assert.All(All, diagnostic => Assert.Contains($"\n{diagnostic.Id} | {diagnostic.Category} | {diagnostic.DefaultSeverity} | {diagnostic.Title}\n", releases));
        Assert.Equal(All.Length, All.Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public void The_page_of_diagnostics_is_made_of_them() => Snapshot.VerifyFile(PathOf("../../docs/diagnostics.md"), """
        # Diagnostics

        What the composition generator (PV1…) and the layers' analyzers (PV3…) refuse, and why. This page is made of the messages' source, [Diagnostics.cs](../toolchain/Composition.Generator/Diagnostics.cs) and
        [LayeringDiagnostics.cs](../toolchain/Analyzers/LayeringDiagnostics.cs). What an image's build refuses (PV2…) is in [toolchain.md](toolchain.md).

        """ + string.Concat(All.Concat(Of(typeof(Analyzers.LayeringDiagnostics))).Select(d => $"\n## {d.Id} {d.Title}\n\n{(d.DefaultSeverity == DiagnosticSeverity.Warning ? "A warning.\n\n" : string.Empty)}{d.Description}\n")));

    private static DiagnosticDescriptor[] All => Of(typeof(Diagnostics));

    private static DiagnosticDescriptor[] Of(Type holder) => [.. holder.GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (DiagnosticDescriptor)f.GetValue(null)!)];

    private static void Expect(string source, params string[] problems) => Assert.Equal(problems, Generation.Of(Parts + source).Problems.Where(p => !p.StartsWith("PV1013")));

    /// <summary>A file of the repository, by its path from this folder.</summary>
    private static string Read(string path) => File.ReadAllText(PathOf(path));

    private static string PathOf(string path, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, path);
}

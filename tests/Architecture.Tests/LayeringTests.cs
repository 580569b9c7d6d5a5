using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pilevisor.Analyzers;
using Xunit;

namespace Pilevisor.Architecture.Tests;

/// <summary>Each way to break the layers, and what the compiler says.</summary>
public sealed class LayeringTests
{
    private static readonly MetadataReference[] s_framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => !Path.GetFileName(path).StartsWith("Pilevisor.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path))];

    private const string Contracts = "namespace Pilevisor.Coherence { public interface ICoherenceProtocol; public interface IPageGeometry; public abstract class Family : ICoherenceProtocol; } namespace Pilevisor.Interconnect { public interface ITransport; }";

    [Theory]
    [InlineData("Interconnect", "Coherence", "class A(Pilevisor.Coherence.Thing thing);", "PV3001: 'Thing' belongs to Coherence, and Interconnect does not stand on it")]
    [InlineData("Virtualization", "Drivers", "using Pilevisor.Drivers; class A : Thing;", "PV3001: 'Thing' belongs to Drivers, and Virtualization does not stand on it")]
    [InlineData("Kernel", "Virtualization", "class A { object X => new Pilevisor.Virtualization.Thing(); }", "PV3001: 'Thing' belongs to Virtualization, and Kernel does not stand on it")]
    [InlineData("Virtualization", "Coherence", "class A(Pilevisor.Coherence.Thing thing);", null)]
    [InlineData("Lab", "Drivers", "class A(Pilevisor.Drivers.Thing thing);", null)]
    public async Task A_reference_upwards(string layer, string other, string source, string? message)
    {
        MetadataReference reference = Compile($"Pilevisor.{other}", [], (Src($"{other}/Thing.cs"), $"namespace Pilevisor.{other}; public class Thing;")).ToMetadataReference();
        await Expect(new LayerReferenceAnalyzer(), Compile($"Pilevisor.{layer}", [reference], (Src($"{layer}/A.cs"), source)), message);
    }

    [Theory]
    [InlineData("src/Coherence/Memory/A.cs", "class A(OwnerDirectory protocol);", "PV3002: 'OwnerDirectory' is a policy, which only an image chooses; name 'ICoherenceProtocol'")]
    [InlineData("src/Coherence/Memory/A.cs", "class A { object X => new Pages(); }", "PV3002: 'Pages' is a policy, which only an image chooses; name 'IPageGeometry'")]
    [InlineData("src/Coherence/OwnerDirectory/Deep/A.cs", "class A(OwnerDirectory protocol);", null)]
    [InlineData("src/Coherence/Memory/A.cs", "/* OwnerDirectory */ class A(ICoherenceProtocol protocol, Family family);", null)]
    public async Task A_policy_that_is_named(string path, string source, string? message)
    {
        const string policies = "namespace Pilevisor.Coherence; public class OwnerDirectory : Family; public class Pages : IPageGeometry;";
        CSharpCompilation layer = Compile("Pilevisor.Coherence", [], (Src("Coherence/Contracts.cs"), Contracts), (Src("Coherence/OwnerDirectory/OwnerDirectory.cs"), policies), (path, "namespace Pilevisor.Coherence; " + source));
        await Expect(new NamedPolicyAnalyzer(), layer, message);
    }

    [Theory]
    [InlineData("Pilevisor.Cli", "tools/Cli/A.cs", "PV3002: 'OwnerDirectory' is a policy, which only an image chooses; name 'ICoherenceProtocol'")]
    [InlineData("Pilevisor.Lab", "tools/Lab/A.cs", null)]
    public async Task A_policy_of_another_assembly(string assembly, string path, string? message)
    {
        const string policy = "namespace Pilevisor.Coherence { public class OwnerDirectory : Family; }";
        MetadataReference coherence = Compile("Pilevisor.Coherence", [], (Src("Coherence/OwnerDirectory/OwnerDirectory.cs"), Contracts + policy)).ToMetadataReference();
        await Expect(new NamedPolicyAnalyzer(), Compile(assembly, [coherence], (path, "class A(Pilevisor.Coherence.OwnerDirectory protocol);")), message);
    }

    [Theory]
    [InlineData("src/Kernel/Traps/A.cs", "class A(IConsole console);", "PV3003: The trap core names 'IConsole', which belongs to a device or a board: let a handler that is registered know it")]
    [InlineData("src/Kernel/Traps/A.cs", "class A(IProcessor processor, Log log);", null)]
    [InlineData("src/Kernel/Interrupts/A.cs", "class A(IConsole console);", null)]
    public async Task A_device_in_the_trap_core(string path, string source, string? message)
    {
        CSharpCompilation kernel = Compile("Pilevisor.Kernel", [], (Src("Kernel/Contracts/IConsole.cs"), "public interface IConsole; public interface IProcessor;"), (Src("Kernel/Log.cs"), "public class Log;"), (path, source));
        await Expect(new TrapCoreAnalyzer(), kernel, message);
    }

    [Theory]
    [InlineData("src/Coherence/A.cs", "class A { void Take(int i) { if (i < 0) Panic.Fail($\"{i}\"); } }", "Take")]
    [InlineData("src/Coherence/A.cs", "class A { int Take => Fail($\"a\" + $\"b\"); }", "Take")]
    [InlineData("src/Coherence/A.cs", "class A { void Take() => Panic.Fail(\"no text to make\"); }", null)]
    [InlineData("src/Coherence/A.cs", "class A { [MethodImpl(MethodImplOptions.NoInlining)] void Refuse(int i) => Panic.Fail($\"{i}\"); }", null)]
    [InlineData("src/Coherence/A.cs", "class A { [Starts(BootPhase.Memory)] void Begin(int i) => Panic.Fail($\"{i}\"); }", null)]
    [InlineData("src/Coherence/A.cs", "class A { void Initialize(int i) => Panic.Fail($\"{i}\"); }", null)]
    [InlineData("src/Kernel/DeviceTree/A.cs", "class A { void Take(int i) => Panic.Fail($\"{i}\"); }", null)]
    public async Task A_panic_text_on_the_way(string path, string source, string? method) =>
        await Expect(new WarmPanicTextAnalyzer(), Compile("Pilevisor.Coherence", [], (path, source)),
            method is null ? null : $"PV3004: A panic's text is made in '{method}', which faults or messages go through: make it in a method of its own that is not inlined");

    private static string Src(string path) => "src/" + path;

    private static CSharpCompilation Compile(string assembly, MetadataReference[] references, params (string Path, string Text)[] files) => CSharpCompilation.Create(
        assembly, files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: "/anywhere/" + file.Path)), [.. s_framework, .. references], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static async Task Expect(DiagnosticAnalyzer analyzer, CSharpCompilation compilation, string? message)
    {
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(message is null ? [] : [message], found.Select(d => $"{d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
    }
}

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pilevisor.Composition.Generator;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>One run of the generator on a snippet.</summary>
internal sealed class Generation
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);
    private static readonly CSharpCompilationOptions Library = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Everything this test runs with: the framework, Kernel and the vocabulary.</summary>
    private static readonly MetadataReference[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)).ToArray<MetadataReference>();

    /// <summary>What a snippet can name without saying from where.</summary>
    public const string Scope = "using Pilevisor.Composition;\nusing Pilevisor.Kernel;\n";

    private readonly Compilation _output;

    private Generation(GeneratorDriver driver, Compilation output)
    {
        Driver = driver;
        _output = output;
    }

    public GeneratorDriver Driver { get; }

    public GeneratorDriverRunResult Result => Driver.GetRunResult();

    /// <summary>What the generator complains about: "PV1001: message".</summary>
    public string[] Problems => Result.Diagnostics.Select(d => $"{d.Id}: {d.GetMessage()}").ToArray();

    /// <summary>The wiring of the snippet's only image.</summary>
    public string Wiring => Assert.Single(Result.GeneratedTrees, t => !t.FilePath.EndsWith("RuntimeExportAttribute.g.cs", StringComparison.Ordinal) && !IsGraph(t)).ToString();

    /// <summary>What the snippet's only image says it is wired of, in an assembly Demo.</summary>
    public string Graph => Assert.Single(Result.GeneratedTrees, IsGraph).ToString().Replace(_output.AssemblyName!, "Demo", StringComparison.Ordinal);

    /// <summary>Runs the generator on a snippet in namespace Demo, with the vocabulary and Kernel in scope.</summary>
    public static Generation Of(string source, params MetadataReference[] more) => OfFile(Scope + "namespace Demo;\n" + source, more);

    /// <summary>Runs the generator on a whole file.</summary>
    public static Generation OfFile(string text, params MetadataReference[] more)
    {
        CSharpCompilation compilation = CompileFile(text, more);
        GeneratorDriverOptions tracked = new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ImageGenerator().AsSourceGenerator()], parseOptions: Options, driverOptions: tracked);
        return new Generation(driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _), output);
    }

    /// <summary>Compiles a file as it is, without the generator.</summary>
    public static CSharpCompilation CompileFile(string text, params MetadataReference[] more) => CSharpCompilation.Create(
        $"Demo{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(text, Options, "Demo.cs")], [.. References, .. more], Library);

    /// <summary>A file as an assembly to refer to.</summary>
    public static MetadataReference Reference(string text)
    {
        using MemoryStream image = new();
        Assert.True(CompileFile(text).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>Runs the generator once more, after another file came into the compilation.</summary>
    public GeneratorDriverRunResult RunAgainWith(string source)
    {
        Compilation changed = _output.RemoveSyntaxTrees(Result.GeneratedTrees).AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Options, "More.cs"));
        return Driver.RunGenerators(changed, TestContext.Current.CancellationToken).GetRunResult();
    }

    /// <summary>Compiles the snippet with its wiring, without a warning, and loads it.</summary>
    public Assembly Load()
    {
        Assert.Empty(Problems);
        Assert.Empty(_output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning && !IsMissingDocumentation(d)));
        using MemoryStream image = new();
        Assert.True(_output.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }

    /// <summary>Compiles the snippet and builds its image Demo.Node.</summary>
    public object Build() => Activator.CreateInstance(Load().GetType("Demo.Node", throwOnError: true)!)!;

    private static bool IsGraph(SyntaxTree tree) => tree.FilePath.EndsWith("-graph.g.cs", StringComparison.Ordinal);

    /// <summary>Snippets are not documented; what is generated must be.</summary>
    private static bool IsMissingDocumentation(Diagnostic diagnostic) => diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree!.FilePath == "Demo.cs";
}

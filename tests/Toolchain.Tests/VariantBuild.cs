using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Pilevisor.Toolchain.Tests;

/// <summary>Builds a variant from a few lines of C# with the very scripts that Image.targets runs, in a directory of its own.</summary>
internal sealed class VariantBuild : IDisposable
{
    private const string ImageName = "Variant";

    // What boot.S and vectors.S call. The variant under test says what Run does, and what Fast does if the fast lane matters.
    private const string EntryPoints = """
        namespace System.Runtime
        {
            internal sealed class RuntimeExportAttribute(string entry) : Attribute { public string Entry => entry; }
            internal sealed class RuntimeImportAttribute(string library, string entry) : Attribute { public string Library => library; public string Entry => entry; }
        }

        internal static unsafe class EntryPoints
        {
            [System.Runtime.RuntimeExport("kernel_main")] private static void Main() => Variant.Run();
            [System.Runtime.RuntimeExport("kernel_panic")] private static void Panic(char* message, int length) { }
            [System.Runtime.RuntimeExport("kernel_secondary")] private static void Secondary() { }
            [System.Runtime.RuntimeExport("kernel_fast_trap")] private static void FastTrap() { Variant.Fast(); }
            [System.Runtime.RuntimeExport("kernel_trap")] private static void Trap() { }
            [System.Runtime.RuntimeExport("kernel_fault")] private static void Fault() { }
        }
        """;

    private static readonly string s_root = Metadata("RepositoryRoot");

    private readonly string _directory = Directory.CreateTempSubdirectory("pilevisor-variant-").FullName + "/";

    /// <summary>The property ImageBase.</summary>
    public string ImageBase { get; init; } = "0x40200000";

    /// <summary>The property EarlyUart.</summary>
    public string EarlyUart { get; init; } = "none";

    public string Binary => _directory + ImageName + ".bin";

    public string Elf => _directory + ImageName + ".elf";

    public string Manifest => _directory + ImageName + ".txt";

    /// <summary>The image's identity: its name and a hash of what was linked.</summary>
    public string Identity => File.ReadLines(Manifest).First().Split("image")[1].Trim();

    public static string[] MetalSources =>
        [.. Directory.GetFiles(Path.Combine(s_root, "src/Kernel/Metal"), "*.S").Order(StringComparer.Ordinal), Path.Combine(s_root, "toolchain/CoreLib/runtime.S")];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Compiles and links; what was printed.</summary>
    public (int Status, string Output) Build(string source) => Build(source, MetalSources);

    public (int Status, string Output) Build(string code, IEnumerable<string> metalSources)
    {
        string main = CompileToIl(code);
        (int Status, string Output) compiled = Run("sh", [Path.Combine(s_root, "toolchain/compile-managed.sh"), main, .. Directory.GetFiles(CoreLibMembers.FrameworkDirectory)]);
        if (compiled.Status != 0) return compiled;
        List<string> objects = [];
        foreach (string source in metalSources)
        {
            objects.Add($"{_directory}{Path.GetFileNameWithoutExtension(source)}.o");
            (int Status, string Output) assembled = Run("sh", [Path.Combine(s_root, "toolchain/assemble.sh"), source, objects[^1]]);
            if (assembled.Status != 0) return assembled;
        }
        return Run("sh", [Path.Combine(s_root, "toolchain/link-image.sh"), .. objects]);
    }

    private static string Metadata(string key) =>
        typeof(VariantBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private string CompileToIl(string source)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Pilevisor.Variant",
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(source.Contains("void Fast()", StringComparison.Ordinal) ? EntryPoints : EntryPoints.Replace("Variant.Fast();", "", StringComparison.Ordinal))],
            File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.txt")).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
        string path = _directory + "Pilevisor.Variant.dll";
        Assert.Empty(compilation.Emit(path).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return path;
    }

    private (int Status, string Output) Run(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ILC"] = Metadata("IlcProgram");
        start.Environment["OBJECTS"] = start.Environment["OUT"] = _directory;
        start.Environment["EXPORTS"] = "Pilevisor.CoreLib";
        start.Environment["IMAGE_NAME"] = ImageName;
        start.Environment["IMAGE_BASE"] = ImageBase;
        start.Environment["EARLY_UART"] = EarlyUart;
        start.Environment["ARENA_BYTES"] = "0x10000";
        start.Environment["CONFIGURATION"] = "Test";
        start.Environment["SCRIPT"] = Path.Combine(s_root, "toolchain/image.ld");
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

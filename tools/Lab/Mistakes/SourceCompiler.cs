using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Pilevisor.Lab.Mistakes;

/// <summary>Compiles a folder's source against what the Lab itself is made of, and loads it.</summary>
internal static class SourceCompiler
{
    private const string ImageMark = "\n[Image]";

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.Preview);
    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The sources of <paramref name="folders"/> by file name, but not those of an image: it is made of more than the Lab is.</summary>
    public static Dictionary<string, string> Read(IEnumerable<string> folders) =>
        folders.SelectMany(folder => Directory.GetFiles(folder, "*.cs")).ToDictionary(path => Path.GetFileName(path), File.ReadAllText)
            .Where(source => !source.Value.Contains(ImageMark, StringComparison.Ordinal)).ToDictionary();

    /// <summary>Compiles <paramref name="sources"/>, by file name.</summary>
    /// <param name="what">What users call it.</param>
    /// <param name="sources">The texts.</param>
    /// <exception cref="LabException">If it does not compile: says where.</exception>
    public static Assembly Compile(string what, Dictionary<string, string> sources)
    {
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        IEnumerable<SyntaxTree> trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, _parsing, source.Key));
        CSharpCompilation compilation = CSharpCompilation.Create($"Pilevisor.Compiled.{Guid.NewGuid():n}", trees, _references, options);
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Diagnostic? error = result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? Assembly.Load(image.ToArray()) : throw new LabException($"{what} does not compile: {error}");
    }
}

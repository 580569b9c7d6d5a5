using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Pilevisor.Lab.Mistakes;

/// <summary>
/// Compiles the source that ships with a mistake in it. So a mistake is a change of the very code, not a model of one, and it is noticed when the code has moved on and the mistake has not.
/// </summary>
/// <param name="root">The repository.</param>
internal sealed class MistakeCompiler(string root)
{
    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.Preview);
    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Compiles the sources of <paramref name="folders"/>, of which one is the mistake's, and returns the type <paramref name="typeName"/>.</summary>
    /// <exception cref="LabException">If a text to change is not there exactly once, or what comes out does not compile.</exception>
    public Type Compile(Mistake mistake, IEnumerable<string> folders, string typeName)
    {
        IEnumerable<string> files = folders.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.cs"));
        Dictionary<string, string> sources = files.ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        foreach (SourceEdit edit in mistake.Edits) Apply(mistake, edit, sources);
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        IEnumerable<SyntaxTree> trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, _parsing, source.Key));
        CSharpCompilation compilation = CSharpCompilation.Create($"Pilevisor.Mistake.{Guid.NewGuid():n}", trees, _references, options);
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Diagnostic? error = result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (error is not null) throw new LabException($"the mistake '{mistake.Name}' does not compile: {error}");
        return Assembly.Load(image.ToArray()).GetType(typeName, throwOnError: true)!;
    }

    private static void Apply(Mistake mistake, SourceEdit edit, Dictionary<string, string> sources)
    {
        string where = $"{mistake.Folder}/{MistakeFile.Name}, '{mistake.Name}'";
        if (!sources.TryGetValue(edit.File, out string? source)) throw new LabException($"{where}: there is no {edit.File}");
        int times = source.Split(edit.Old).Length - 1;
        if (times != 1) throw new LabException($"{where}: {edit.File} has {times} times '{edit.Old}', and must have it once: the source has moved on, the mistake must follow");
        sources[edit.File] = source.Replace(edit.Old, edit.New);
    }
}

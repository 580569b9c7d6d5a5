using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pilevisor.Lab.Mistakes;

/// <summary>
/// Compiles the source that ships with a mistake in it. So a mistake is a change of the very code, not a model of one, and it is noticed when the code has moved on and the mistake has not.
/// </summary>
/// <param name="root">The repository.</param>
internal sealed class MistakeCompiler(string root)
{
    /// <summary>Compiles the sources of <paramref name="folders"/>, of which one is the mistake's, and returns the type <paramref name="typeName"/>.</summary>
    /// <exception cref="LabException">If a text to change is not there exactly once, or what comes out does not compile.</exception>
    public Type Compile(Mistake mistake, IEnumerable<string> folders, string typeName)
    {
        Dictionary<string, string> sources = SourceCompiler.Read(folders.Select(folder => Path.Combine(root, folder)));
        foreach (SourceEdit edit in mistake.Edits) Apply(mistake, edit, sources);
        return SourceCompiler.Compile($"the mistake '{mistake.Name}'", sources).GetType(typeName, throwOnError: true)!;
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

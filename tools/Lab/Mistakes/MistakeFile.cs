using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pilevisor.Lab.Mistakes;

/// <summary>
/// Reads a folder's <c>mistakes.txt</c>: for each mistake its name at the start of a line, then indented a sentence, and file names each followed by pairs of lines, <c>- what is there</c> and <c>+ what takes its place</c>.
/// Lines that begin with # are comments.
/// </summary>
internal static class MistakeFile
{
    /// <summary>What such a file is called.</summary>
    public const string Name = "mistakes.txt";

    /// <summary>Reads the mistakes of <paramref name="folder"/>; none if it has no such file.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">The folder, from the root.</param>
    /// <exception cref="LabException">If the file cannot be read: names the line.</exception>
    public static IEnumerable<Mistake> Read(string root, string folder)
    {
        string path = Path.Combine(root, folder, Name);
        return File.Exists(path) ? Parse(File.ReadAllLines(path), folder, path) : [];
    }

    /// <summary>Reads the lines of such a file.</summary>
    public static IReadOnlyList<Mistake> Parse(IReadOnlyList<string> lines, string folder, string path)
    {
        List<Mistake> mistakes = [];
        (string? name, string? description, string? file, string? old) = (null, null, null, null);
        List<SourceEdit> edits = [];
        for (int i = 0; i <= lines.Count; i++)
        {
            string line = i < lines.Count ? lines[i] : "end";
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            if (!char.IsWhiteSpace(line[0]))
            {
                if (name is not null && edits.Count == 0) throw Bad(path, i, $"'{name}' changes nothing");
                if (name is not null) mistakes.Add(new Mistake(name, description!, folder, [.. edits]));
                (name, description, file, old) = (text, null, null, null);
                edits.Clear();
            }
            else if (name is null) throw Bad(path, i, "a mistake begins with its name at the start of a line");
            else if (description is null) description = text;
            else if (text.StartsWith("- ")) old = file is null ? throw Bad(path, i, "the file's name comes first") : text[2..];
            else if (text[0] == '+') edits.Add(new SourceEdit(file ?? "", old ?? throw Bad(path, i, "a line with - comes before one with +"), text[1..].Trim()));
            else file = text.EndsWith(".cs") ? text : throw Bad(path, i, "neither a file's name nor a line with - or +");
        }
        string? twice = mistakes.GroupBy(mistake => mistake.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? mistakes : throw new LabException($"{path}: there are two mistakes called '{twice}'");
    }

    private static LabException Bad(string path, int line, string what) => new($"{path}, line {line + 1}: {what}");
}

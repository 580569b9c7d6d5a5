using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pilevisor.Launch.Guests;

/// <summary>What depmod(8) found out about a kernel's modules: which there are, and what must be inserted before each.</summary>
public sealed class ModuleIndex
{
    private readonly Dictionary<string, (string File, string[] Needs)> _modules = [];
    private readonly Dictionary<string, string[]> _before = [];
    private readonly Dictionary<string, string> _aliases = [];
    private readonly HashSet<string> _builtIn = [];

    /// <summary>Reads it.</summary>
    /// <param name="directory">Where depmod wrote it: lib/modules/RELEASE.</param>
    public ModuleIndex(string directory)
    {
        // "a/b.ko: c/d.ko e/f.ko", those of the second kind last to first.
        foreach (string[] words in Lines(directory, "modules.dep").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            string file = words[0].TrimEnd(':');
            _modules[NameOf(file)] = (file, [.. words.Skip(1).Reverse().Select(NameOf)]);
        }

        foreach (string file in Lines(directory, "modules.builtin")) _builtIn.Add(NameOf(file));
        foreach (string[] words in Lines(directory, "modules.alias").Select(line => line.Split(' ')).Where(words => words is ["alias", _, _])) _aliases.TryAdd(NameOf(words[1]), NameOf(words[2]));
        foreach (string[] words in Lines(directory, "modules.softdep").Select(line => line.Split(' ')).Where(words => words is ["softdep", _, "pre:", ..]))
            _before[NameOf(words[1])] = [.. words.Skip(3).TakeWhile(word => word != "post:").Select(NameOf)];
    }

    /// <summary>The files to insert for a module, in their order and with the module itself as the last: none if it is a part of the kernel; null if the kernel does not have it.</summary>
    /// <param name="name">The module's name.</param>
    /// <returns>Paths within the directory.</returns>
    public IReadOnlyList<string>? FilesFor(string name)
    {
        string module = NameOf(name);
        if (!_modules.ContainsKey(module)) return _builtIn.Contains(module) ? [] : null;
        List<string> files = [];
        Add(module, files, []);
        return files;
    }

    private void Add(string name, List<string> files, HashSet<string> seen)
    {
        string module = _modules.ContainsKey(name) ? name : _aliases.GetValueOrDefault(name, name);
        // What is only wanted before (softdep), and is not there, is a part of the kernel, or done without.
        if (!seen.Add(module) || !_modules.TryGetValue(module, out (string File, string[] Needs) found)) return;
        foreach (string before in _before.GetValueOrDefault(module, [])) Add(before, files, seen);
        foreach (string needed in found.Needs) Add(needed, files, seen);
        files.Add(found.File);
    }

    private static IEnumerable<string> Lines(string directory, string name) => File.ReadLines(Path.Combine(directory, name)).Where(line => line.Length > 0 && line[0] != '#');

    // To the kernel a hyphen in a module's name is an underscore.
    private static string NameOf(string path)
    {
        string name = Path.GetFileName(path);
        int end = name.IndexOf(".ko", StringComparison.Ordinal);
        return (end < 0 ? name : name[..end]).Replace('-', '_');
    }
}

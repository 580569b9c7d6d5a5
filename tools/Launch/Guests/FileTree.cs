using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pilevisor.Launch.Guests;

/// <summary>A directory of this host as a part of an archive.</summary>
public static class FileTree
{
    /// <summary>Adds all that is in a directory, in the order of the names: directories, files and links, the links as they are.</summary>
    /// <param name="archive">Where to; the directory itself is its root, and not added.</param>
    /// <param name="root">The directory.</param>
    /// <param name="leftOut">Paths within it, without a leading slash, which are not added, nor what is in them.</param>
    public static void AddTree(this CpioWriter archive, string root, IReadOnlySet<string> leftOut) => Add(archive, root, "", "", leftOut);

    /// <summary>Adds all that is in a directory likewise, elsewhere than at the archive's root.</summary>
    /// <param name="archive">Where to.</param>
    /// <param name="root">The directory.</param>
    /// <param name="place">The path of what stands for it, which must have been added, without slashes around it.</param>
    public static void AddTree(this CpioWriter archive, string root, string place) => Add(archive, root, "", $"{place}/", new HashSet<string>());

    private static void Add(CpioWriter archive, string root, string directory, string prefix, IReadOnlySet<string> leftOut)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(Path.Combine(root, directory)).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string name = directory.Length == 0 ? entry.Name : $"{directory}/{entry.Name}";
            if (leftOut.Contains(name)) continue;
            if (entry.LinkTarget is { } target) archive.AddLink(prefix + name, target);
            else if (entry is FileInfo file) archive.AddFileFrom(prefix + name, file.FullName, (file.UnixFileMode & UnixFileMode.UserExecute) != 0);
            else
            {
                archive.AddDirectory(prefix + name);
                Add(archive, root, name, prefix, leftOut);
            }
        }
    }
}

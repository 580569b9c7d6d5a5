using System;
using System.IO;

namespace Pilevisor.Launch.Layout;

/// <summary>Looks whether a file can be read, before anything is done with it.</summary>
public static class InputPath
{
    /// <summary>Why the file at <paramref name="path"/> cannot be read; null if it can.</summary>
    /// <param name="path">Where.</param>
    /// <param name="what">What the file is, for the message: "kernel", say.</param>
    public static string? Problem(string path, string what)
    {
        if (path.Length == 0) return $"the {what} needs a file name";
        if (Directory.Exists(path)) return $"the {what} {path} is a directory";
        if (!File.Exists(path)) return $"no such {what}: {path}";
        try
        {
            using FileStream file = File.OpenRead(path);
            // Pipes and devices have no length.
            return file.CanSeek && file.Length > 0 ? null : $"the {what} {path} is empty, or no ordinary file";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the {what} {path} cannot be read: {e.Message}";
        }
    }

    /// <summary>How long a file is that can be read: of a link, the file that it leads to.</summary>
    /// <returns>Bytes.</returns>
    /// <exception cref="IOException">If it cannot be read.</exception>
    public static long Length(string path)
    {
        // FileInfo's is a link's own.
        using FileStream file = File.OpenRead(path);
        return file.Length;
    }
}

using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Pilevisor.Launch.Layout;

/// <summary>
/// Everything of one run: sockets, payload, key, for its user alone. Removed when the run ends; what a killed process left behind is removed by the next run, since the name says whose it is.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private const string Prefix = "pilevisor-";

    /// <summary>The longest path of a socket: struct sockaddr_un has 108 bytes, the last of which is 0.</summary>
    public const int MaximumSocketPathBytes = 107;

    // The sockets in it have the longest paths.
    private const string LongestName = "/pilevisor-4194304-01234567/monitor63.sock";

    /// <summary>Why runs can have no directories in <paramref name="place"/>; null if they can.</summary>
    public static string? Problem(string place)
    {
        const string Instead = "TMPDIR can name another directory, /tmp for one";
        if (!Directory.Exists(place)) return $"no such directory for sockets and other files of a run: {place}; {Instead}";
        int most = MaximumSocketPathBytes - LongestName.Length;
        if (Encoding.UTF8.GetByteCount(place) > most) return $"the directory for sockets and other files of a run, {place}, has too long a name: {most} bytes are the most, since a socket's path has {MaximumSocketPathBytes}; {Instead}";
        return OutputPath.DirectoryProblem(place, "the directory for sockets and other files of a run,") is { } problem ? $"{problem}; {Instead}" : null;
    }

    /// <summary>Makes the directory, in the system's place for temporary files.</summary>
    public RunDirectory()
    {
        RemoveOrphans(System.IO.Path.GetTempPath());
        string unique = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{unique}");
        Path = (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;
        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        Remove(Path);
    }

    /// <summary>Removes the directories of processes that are no more.</summary>
    /// <param name="place">Where to look.</param>
    public static void RemoveOrphans(string place)
    {
        foreach (string directory in Directory.EnumerateDirectories(place, Prefix + "*"))
        {
            string owner = System.IO.Path.GetFileName(directory)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out int id) && !Directory.Exists($"/proc/{id}")) Remove(directory);
        }
    }

    // A process that is made to end does not come to dispose of it.
    private void RemoveAtExit(object? sender, EventArgs e) => Remove(Path);

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or already gone: nothing depends on it.
        }
    }
}

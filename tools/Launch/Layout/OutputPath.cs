using System;
using System.IO;

namespace Pilevisor.Launch.Layout;

/// <summary>Looks whether results can be written where they are wanted, before anything is done to get them.</summary>
public static class OutputPath
{
    private const string DeviceDirectory = "/dev";

    /// <summary>Why no file can be written at <paramref name="path"/>; null if one can.</summary>
    /// <param name="path">Where.</param>
    /// <param name="what">What the file is, for the message: "the trace", say.</param>
    public static string? FileProblem(string path, string what)
    {
        if (path.Length == 0) return $"{what} needs a file name";
        if (Directory.Exists(path)) return $"{what} {path} is a directory: name a file";
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // A file takes the place of what is there, and root may replace a device.
        if (directory == DeviceDirectory) return $"{what} {path} would be among the devices: name an ordinary file";
        if (!Directory.Exists(directory)) return $"no such directory for {what}: {directory}";
        return WriteProblem(directory) is { } problem ? $"{what} {path} cannot be written: {problem}" : null;
    }

    /// <summary>Why <paramref name="path"/> can be no directory with files of ours, which is made if it is not there; null if it can.</summary>
    public static string? DirectoryProblem(string path, string what)
    {
        if (path.Length == 0) return $"{what} needs a name";
        if (File.Exists(path)) return $"{what} {path} is a file: name a directory";
        string existing = Path.GetFullPath(path);
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing)) return $"{what} {path} cannot be made: {existing} is a file";
            existing = Path.GetDirectoryName(existing)!;
        }

        return WriteProblem(existing) is { } problem ? $"{what} {path} cannot be written: {problem}" : null;
    }

    /// <summary>Writes a text file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="what">What the file is, for the message: "the trace", say.</param>
    /// <param name="text">What is to be in it.</param>
    /// <exception cref="LaunchException">If that cannot be.</exception>
    public static void WriteFile(string path, string what, string text) => Try(path, what, () => File.WriteAllText(path, text));

    /// <summary>Copies a file into a directory, which is made if it is not there.</summary>
    /// <exception cref="LaunchException">If that cannot be.</exception>
    public static void CopyFile(string file, string directory, string what) => Try(directory, what, () =>
    {
        Directory.CreateDirectory(directory);
        File.Copy(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
    });

    private static void Try(string path, string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(ExitStatus.InputOutput, $"{what} {path} cannot be written: {e.Message}", e);
        }
    }

    // Rights are not the only thing that can be lacking, so the way to know is to try.
    private static string? WriteProblem(string directory)
    {
        try
        {
            string probe = Path.Combine(directory, $".pilevisor-{Environment.ProcessId}-{Guid.NewGuid():n}");
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}

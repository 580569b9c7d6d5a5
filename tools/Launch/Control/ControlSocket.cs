using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch.Control;

/// <summary>Where a named run can be spoken to: a unix socket in a directory that only its user can look into.</summary>
public static partial class ControlSocket
{
    private const int MaximumNameLength = 32;

    /// <summary>What is wrong with a name; null if nothing is.</summary>
    public static string? Problem(string name)
    {
        if (!Name().IsMatch(name)) return $"a run's name is 1 to {MaximumNameLength} letters, digits, dots, hyphens and underscores, and begins with a letter or digit, which {name} does not";
        int bytes = Encoding.UTF8.GetByteCount(PathOf(name));
        return bytes <= RunDirectory.MaximumSocketPathBytes ? null : $"the socket of a run called {name} would have a path of {bytes} bytes, {RunDirectory.MaximumSocketPathBytes} are the most: choose a shorter name, or another TMPDIR";
    }

    /// <summary>The path of a run's socket.</summary>
    public static string PathOf(string name) => Path.Combine(Directory, name + ".sock");

    /// <summary>Makes the directory of the sockets, if it is not there.</summary>
    public static void MakeDirectory()
    {
        if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(Directory);
        else if (!System.IO.Directory.Exists(Directory)) System.IO.Directory.CreateDirectory(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Removes it, unless there are other runs.</summary>
    public static void RemoveDirectory()
    {
        try
        {
            System.IO.Directory.Delete(Directory);
        }
        catch (IOException)
        {
            // Another run's socket is there, or it has removed the directory.
        }
    }

    private static string Directory => Path.Combine(Path.GetTempPath(), $"pilevisor-runs-{Environment.UserName}");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
    private static partial Regex Name();
}

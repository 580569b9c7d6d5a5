using System;
using System.IO;
using System.Linq;

namespace Pilevisor.Launch.Processes;

/// <summary>Looks programs up as a shell does.</summary>
public static class ProgramPath
{
    /// <summary>Whether PATH leads to a program of this name.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries).Any(directory => File.Exists(Path.Combine(directory, program)));
}

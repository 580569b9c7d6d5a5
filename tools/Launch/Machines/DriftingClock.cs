using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Machines;

/// <summary>Makes the library that has a QEMU's clock run too fast or too slow (drift.c), as a crystal's does, or begin elsewhere, as that of a machine does which has been on for long. It is compiled for a run, and goes with it.</summary>
/// <param name="layout">Says where the source is.</param>
public sealed class DriftingClock(RepositoryLayout layout)
{
    /// <summary>The furthest that a clock may be off, in millionths. A crystal is off by 100 at most.</summary>
    public const int MostPartsPerMillion = 1000;

    /// <summary>The furthest that a machine's counter may begin ahead.</summary>
    public static TimeSpan MostAhead { get; } = TimeSpan.FromHours(1000);

    // What separates the names of libraries (ld.so(8)).
    private static readonly char[] _separators = [' ', ':'];

    /// <summary>Compiles it.</summary>
    /// <param name="directory">The run's.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The library's path.</returns>
    /// <exception cref="LaunchException">If it cannot be compiled, or not be named there.</exception>
    public async Task<string> MakeAsync(RunDirectory directory, CancellationToken cancellation)
    {
        string library = directory.File("drift.so");
        if (library.IndexOfAny(_separators) >= 0) throw new LaunchException(ExitStatus.BadInput, $"no clock can drift where the run's files are in {directory.Path}: a library to load is named without blanks and colons, so set TMPDIR to a place that has none");
        string source = Path.Combine(layout.Root, "tools", "Launch", "Machines", "drift.c");
        await new HostCommand("clang", ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-nostdlib", "-fuse-ld=lld", "-o", library, source]).RunCheckedAsync(cancellation);
        return library;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Guests;

/// <summary>The programs of samples/guests for the guest's /bin: C sources, compiled when first needed, and shell scripts.</summary>
/// <param name="layout">Says where the sources are.</param>
/// <param name="cache">Where compiled programs are kept.</param>
/// <param name="activities">Told what is compiled.</param>
public sealed partial class GuestPrograms(RepositoryLayout layout, GuestCache cache, IActivities activities)
{
    private const string Terminal = "terminal";
    private const string PackagesLine = "# Debian's packages:";
    private const string SourcesLine = "# Linux's sources:";
    private static readonly string[] _compilerArguments = ["-O2", "-g0", "-s", "-static", "-pthread", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-march=armv8-a"];

    /// <summary>The names of all programs.</summary>
    public IReadOnlyList<string> Names => Sources().Select(s => Path.GetFileNameWithoutExtension(s)).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The programs whose names occur as words in a shell command.</summary>
    public IReadOnlyList<string> MentionedIn(string command)
    {
        HashSet<string> words = Word().Matches(command).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        return Names.Where(words.Contains).ToArray();
    }

    /// <summary>The packages of Debian's without which a program cannot run: a script says so in a line of its own.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public IReadOnlyList<string> PackagesOf(string name) => WordsOf(name, PackagesLine);

    /// <summary>The directories of the sources of the guest's kernel that a program builds, for which it needs that kernel's headers, too: a script says so in a line of its own.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public IReadOnlyList<string> KernelSourcesOf(string name) => WordsOf(name, SourcesLine);

    /// <summary>The programs that put a load on a guest by programs of Debian's: each checks its results.</summary>
    public IReadOnlyList<string> Loads => Names.Where(name => PackagesOf(name).Count > 0).ToArray();

    /// <summary>A program as a file for arm64.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="cancellation">Stops a compilation.</param>
    /// <returns>The path of the program.</returns>
    /// <exception cref="LaunchException">If there is no such program, or the compiler refuses it.</exception>
    public async Task<string> GetAsync(string name, CancellationToken cancellation)
    {
        string? source = Sources().FirstOrDefault(s => Path.GetFileNameWithoutExtension(s) == name);
        if (source is null) throw new LaunchException(ExitStatus.BadInput, $"no guest program {name}; there are {string.Join(", ", Names)}");
        return Path.GetExtension(source) == ".sh" ? source : await CompileAsync(name, source, cancellation);
    }

    /// <summary>What gives the guest's console a size: samples/guests/support/terminal.c as a file for arm64.</summary>
    /// <exception cref="LaunchException">If the compiler refuses it.</exception>
    public Task<string> TerminalAsync(CancellationToken cancellation) => CompileAsync(Terminal, Path.Combine(layout.GuestSources, "support", $"{Terminal}.c"), cancellation);

    private async Task<string> CompileAsync(string name, string source, CancellationToken cancellation)
    {
        string place = await cache.GetAsync($"guests/programs/{name}-{Fingerprint(source)}", async (draft, stop) =>
        {
            using IActivity activity = activities.Begin($"compiling guest program {name}");
            await new HostCommand("aarch64-linux-gnu-gcc", [.. _compilerArguments, "-o", Path.Combine(draft, name), source]).RunCheckedAsync(stop);
            activity.Succeed();
        }, cancellation);
        return Path.Combine(place, name);
    }

    private string[] WordsOf(string name, string beginning)
    {
        string? source = Sources().FirstOrDefault(s => Path.GetFileNameWithoutExtension(s) == name && Path.GetExtension(s) == ".sh");
        string? line = source is null ? null : File.ReadLines(source).FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal));
        return line is null ? [] : line[beginning.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private string[] Sources() => Directory.GetFiles(layout.GuestSources).Where(f => Path.GetExtension(f) is ".c" or ".sh").ToArray();

    // A program depends on its source, the headers beside it and how it is compiled.
    private string Fingerprint(string source)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join(' ', _compilerArguments)));
        foreach (string file in Directory.GetFiles(layout.GuestSources, "*.h").Order(StringComparer.Ordinal).Append(source)) hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    [GeneratedRegex(@"[A-Za-z0-9_-]+")]
    private static partial Regex Word();
}

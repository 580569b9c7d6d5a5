using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// Guests without an operating system, as flat binaries that follow Linux' boot protocol: samples/guests/flat/NAME.c, which stands on what is in samples/guests/flat/common, or NAME.S, which stands on nothing.
/// </summary>
/// <param name="layout">Says where the sources are.</param>
/// <param name="cache">Where the binaries are kept.</param>
public sealed class FlatGuests(RepositoryLayout layout, GuestCache cache)
{
    private static readonly string[] _options =
    [
        "-O1", "-ffreestanding", "-nostdlib", "-static", "-fno-pic", "-fno-stack-protector", "-fno-builtin", "-fno-tree-loop-distribute-patterns", "-mstrict-align", "-mcmodel=tiny",
        "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror", "-Wl,--build-id=none",
    ];

    private string Folder => Path.Combine(layout.GuestSources, "flat");

    private string Common => Path.Combine(Folder, "common");

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. Sources.Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>A guest's binary, compiled if it is not here yet.</summary>
    /// <exception cref="LaunchException">If there is no such guest, or the compiler refuses it.</exception>
    public async Task<string> GetAsync(string name, CancellationToken cancellation)
    {
        string source = Sources.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == name)
            ?? throw new LaunchException(ExitStatus.BadInput, $"no flat guest {name}; there are {string.Join(", ", Names)}");
        string[] inputs = source.EndsWith(".c", StringComparison.Ordinal) ? [source, .. Directory.GetFiles(Common).Order(StringComparer.Ordinal)] : [source];
        string place = await cache.GetAsync($"guests/flat/{name}-{await FingerprintAsync(inputs, cancellation)}", (draft, stop) => CompileAsync(inputs, Path.Combine(draft, name), stop), cancellation);
        return Path.Combine(place, name);
    }

    private IEnumerable<string> Sources => Directory.GetFiles(Folder, "*.S").Concat(Directory.GetFiles(Folder, "*.c"));

    private static async Task CompileAsync(string[] inputs, string binary, CancellationToken cancellation)
    {
        string elf = $"{binary}.elf";
        IEnumerable<string> script = inputs.Where(f => f.EndsWith(".ld", StringComparison.Ordinal));
        string[] layout = script.Any() ? [.. script.SelectMany(f => new[] { "-T", f })] : ["-Wl,-Ttext=0,-e,0"];
        await new HostCommand("aarch64-linux-gnu-gcc", [.. _options, .. layout, "-o", elf, .. inputs.Where(f => f.EndsWith(".c", StringComparison.Ordinal) || f.EndsWith(".S", StringComparison.Ordinal))]).RunCheckedAsync(cancellation);
        await new HostCommand("aarch64-linux-gnu-objcopy", "-O", "binary", "--set-section-flags", ".bss=alloc,load,contents", elf, binary).RunCheckedAsync(cancellation);
    }

    private static async Task<string> FingerprintAsync(string[] inputs, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Join(' ', _options)));
        foreach (string input in inputs) hash.AppendData(await File.ReadAllBytesAsync(input, cancellation));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

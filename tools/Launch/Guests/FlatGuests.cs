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

/// <summary>Guests without an operating system: samples/guests/flat/NAME.S as a flat binary that follows Linux' boot protocol.</summary>
/// <param name="layout">Says where the sources are.</param>
/// <param name="cache">Where the binaries are kept.</param>
public sealed class FlatGuests(RepositoryLayout layout, GuestCache cache)
{
    private string Folder => Path.Combine(layout.GuestSources, "flat");

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => Directory.GetFiles(Folder, "*.S").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToArray();

    /// <summary>A guest's binary, assembled if it is not here yet.</summary>
    /// <exception cref="LaunchException">If there is no such guest, or the assembler refuses it.</exception>
    public async Task<string> GetAsync(string name, CancellationToken cancellation)
    {
        if (!Names.Contains(name)) throw new LaunchException(ExitStatus.BadInput, $"no flat guest {name}; there are {string.Join(", ", Names)}");
        string source = Path.Combine(Folder, name + ".S");
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(source, cancellation)))[..16];
        string place = await cache.GetAsync($"guests/flat/{name}-{fingerprint}", async (draft, stop) =>
        {
            string elf = Path.Combine(draft, name + ".elf");
            string[] link = ["-nostdlib", "-static", "-Wl,--build-id=none,-Ttext=0,-e,0", "-o", elf, source];
            await new HostCommand("aarch64-linux-gnu-gcc", link).RunCheckedAsync(stop);
            await new HostCommand("aarch64-linux-gnu-objcopy", "-O", "binary", "-j", ".text", elf, Path.Combine(draft, name)).RunCheckedAsync(stop);
        }, cancellation);
        return Path.Combine(place, name);
    }
}

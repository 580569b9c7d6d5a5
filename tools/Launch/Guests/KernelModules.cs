using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Guests;

/// <summary>The modules of Debian's arm64 kernels that a guest's devices take, from the very package that the kernel is from. They are fetched when first needed: who asks for no device does without.</summary>
/// <param name="kernels">The kernels.</param>
/// <param name="archive">Where packages come from.</param>
/// <param name="cache">Where modules are kept.</param>
public sealed class KernelModules(GuestKernels kernels, DebianArchive archive, GuestCache cache)
{
    // A line for each module that the kernel has: its name, then the files to insert for it.
    private const string Order = "order";
    private const string Depmod = "/sbin/depmod";

    /// <summary>The files to insert, in their order, so that a kernel has some modules.</summary>
    /// <param name="series">One of <see cref="GuestKernels.Series"/>.</param>
    /// <param name="names">Some of <see cref="DeviceModules.All"/>.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>The paths of kernel modules, each once; without those that are a part of the kernel.</returns>
    /// <exception cref="LaunchException">If the kernel has one of them in no way, or they cannot be had.</exception>
    public async Task<IReadOnlyList<string>> GetAsync(string series, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0) return [];
        string package = await kernels.PackageAsync(series, cancellation);
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', DeviceModules.All))))[..8];
        string place = await cache.GetAsync($"guests/modules/{Path.GetFileNameWithoutExtension(package)}-{fingerprint}", (draft, stop) => MakeAsync(package, draft, stop), cancellation);
        Dictionary<string, string[]> order = (await File.ReadAllLinesAsync(Path.Combine(place, Order), cancellation)).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1..]);
        string[] lacking = [.. names.Where(name => !order.ContainsKey(name))];
        if (lacking.Length > 0) throw new LaunchException(ExitStatus.BadInput, $"Debian's kernel {series} has no {string.Join(", ", lacking)}, which this guest's devices take: {GuestKernels.WithEverything(series)} has all there are (--kernel-series)");
        return [.. names.SelectMany(name => order[name]).Distinct().Select(file => Path.Combine(place, file))];
    }

    private async Task MakeAsync(string package, string draft, CancellationToken cancellation)
    {
        // linux-image-RELEASE_VERSION_arm64.deb
        string[] parts = package.Split('_');
        string deb = await archive.DownloadAsync(parts[0], parts[1], cancellation);
        string tree = Path.Combine(draft, "tree"), release = GuestKernels.ReleaseOf(package);
        await DebianArchive.UnpackAsync(deb, tree, cancellation);
        await new HostCommand(Depmod, "-b", tree, release).RunCheckedAsync(cancellation);
        string modules = Path.Combine(tree, "lib", "modules", release);
        ModuleIndex index = new(modules);
        List<string> order = [];
        foreach (string name in DeviceModules.All)
        {
            if (index.FilesFor(name) is not { } files) continue;
            order.Add(string.Join(' ', files.Select(file => Path.GetFileName(file)).Prepend(name)));
            foreach (string file in files) File.Copy(Path.Combine(modules, file), Path.Combine(draft, Path.GetFileName(file)), overwrite: true);
        }

        await File.WriteAllLinesAsync(Path.Combine(draft, Order), order, cancellation);
        Directory.Delete(tree, recursive: true);
        File.Delete(deb);
    }
}

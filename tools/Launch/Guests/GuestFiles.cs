using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Images;

namespace Pilevisor.Launch.Guests;

/// <summary>What a guest boots: its kernel, its first file system and its command line.</summary>
/// <param name="catalog">Knows what a variant's guest is told.</param>
/// <param name="kernels">Fetches the kernel.</param>
/// <param name="modules">Fetches its modules.</param>
/// <param name="initramfs">Makes the first file system.</param>
/// <param name="programs">Knows the guest programs that a command mentions.</param>
public sealed class GuestFiles(VariantCatalog catalog, GuestKernels kernels, KernelModules modules, Initramfs initramfs, GuestPrograms programs)
{
    /// <summary>Fetches and makes what is missing.</summary>
    /// <param name="configuration">What to boot.</param>
    /// <param name="initramfsPath">Where the first file system is written, if it is ours.</param>
    /// <param name="token">How this run's host knows the lines of its init script.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If something cannot be had.</exception>
    public async Task<GuestPayload> PrepareAsync(ClusterConfiguration configuration, string initramfsPath, string token, CancellationToken cancellation)
    {
        string kernel = configuration.Kernel ?? await kernels.GetAsync(configuration.KernelSeries, cancellation);
        string? initrd = configuration.Initrd;
        bool hasPackages = false;
        bool grows = configuration.EffectiveMostNodes > configuration.Nodes;
        if (configuration.HasOurInit)
        {
            initrd = initramfsPath;
            string[] mentioned = configuration.Command is { } command ? [.. programs.MentionedIn(command)] : [.. programs.Names.Where(name => programs.PackagesOf(name).All(configuration.Packages.Contains))];
            string[] packages = [.. configuration.Packages.Union(configuration.Programs.Union(mentioned).SelectMany(programs.PackagesOf))];
            hasPackages = packages.Length > 0;
            await initramfs.WriteAsync(initrd, new InitramfsContent
            {
                Token = token,
                Command = configuration.Command,
                Terminal = configuration.Command is null ? configuration.Terminal : null,
                Grows = grows,
                Modules = await ModulesAsync(configuration, grows, cancellation),
                HasNetwork = configuration.Devices.Network is not null,
                ShareTags = [.. configuration.Devices.Shares.Select(share => share.EffectiveTag)],
                Programs = configuration.Programs.Union(mentioned).ToArray(),
                Packages = packages,
            }, cancellation);
        }

        List<string> words = [GuestPayload.DefaultCommandLine];
        if (configuration.HasOurInit && !configuration.Plain) words.Add(GuestPayload.OneCpuFirst);
        if (configuration.EffectiveMostNodes > 1 && !configuration.Plain) words.Add(GuestPayload.OnSeveralNodes(configuration.EffectiveMostNodes * configuration.CpusPerNode));
        if (hasPackages) words.Add(GuestPayload.WithPackages);
        if (grows) words.Add(GuestPayload.Growing);
        if (!configuration.Plain && catalog.GuestArguments(configuration.Variant) is { Length: > 0 } its) words.Add(its);
        return new GuestPayload(kernel, initrd, KernelArguments.Join(words, configuration.Append));
    }

    // Of a kernel that is not Debian's nobody knows the modules.
    private async Task<IReadOnlyList<string>> ModulesAsync(ClusterConfiguration configuration, bool grows, CancellationToken cancellation)
    {
        if (configuration.Kernel is not null) return [];
        IReadOnlyList<string> memory = grows ? await kernels.MemoryModulesAsync(configuration.KernelSeries, cancellation) : [];
        IReadOnlyList<string> devices = await modules.GetAsync(configuration.KernelSeries, DeviceModules.Of(configuration.Devices), cancellation);
        return [.. memory.Concat(devices).DistinctBy(module => Path.GetFileName(module))];
    }
}

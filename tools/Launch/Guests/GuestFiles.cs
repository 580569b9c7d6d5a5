using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Systems;

namespace Pilevisor.Launch.Guests;

/// <summary>What a guest boots: its kernel, its first file system and its command line.</summary>
/// <param name="catalog">Knows what a variant's guest is told.</param>
/// <param name="kernels">Fetches the kernel.</param>
/// <param name="modules">Fetches its modules.</param>
/// <param name="initramfs">Makes the first file system.</param>
/// <param name="programs">Knows the guest programs that a command mentions.</param>
/// <param name="sources">Fetches what programs build of the kernel.</param>
public sealed class GuestFiles(VariantCatalog catalog, GuestKernels kernels, KernelModules modules, Initramfs initramfs, GuestPrograms programs, KernelSources sources)
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
            string[] mentioned = configuration.Command is { } command ? [.. programs.MentionedIn(command)] : [.. programs.Names.Where(name => programs.PackagesOf(name).All(configuration.Packages.Contains) && programs.KernelSourcesOf(name).Count == 0)];
            string[] inside = [.. configuration.Programs.Union(mentioned)];
            string[] built = [.. inside.SelectMany(programs.KernelSourcesOf)];
            string? tree = built.Length == 0 ? null : await sources.GetAsync(configuration.KernelSeries, built, cancellation);
            string? release = built.Length == 0 ? null : await kernels.ReleaseAsync(configuration.KernelSeries, cancellation);
            // The headers of this very kernel bring its build system and the compiler that it was built by, and of 6.12 the kernel, too, whose modules no program of ours needs.
            string[] headers = release is null ? [] : [$"linux-headers-{release}"];
            string[] packages = [.. configuration.Packages.Union(inside.SelectMany(programs.PackagesOf)).Union(headers)];
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
                Programs = inside,
                Packages = packages,
                LeftOut = release is null ? [] : [$"usr/lib/modules/{release}/kernel"],
                KernelSources = tree,
            }, cancellation);
        }

        List<string> words = [GuestPayload.DefaultCommandLine];
        if (configuration.Root is not null) words.Add(RootArguments.Of(token, configuration.Command));
        if (configuration.TellsWhenUp && !configuration.Plain) words.Add(GuestPayload.OneCpuFirst);
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

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Systems;

/// <summary>Reads the files of an ext4 in a raw image, without rights, and without changing it (debugfs).</summary>
/// <param name="path">The image.</param>
public sealed partial class RootImage(string path)
{
    // As Debian has them: links to those of the newest kernel.
    private const string Kernel = "/vmlinuz";
    private const string Initrd = "/initrd.img";
    private const string Agent = "/usr/local/lib/pilevisor/run";
    private const string Instead = "--root is for what --distro has made; another disk boots by --disk, with --kernel, --initrd and --append root=/dev/vda";
    private const int SuperblockOffset = 1024;
    private const int MagicOffset = 56;

    /// <summary>Why a file is no image of such a system, as far as its first bytes tell; null if it is.</summary>
    public static string? Problem(string path)
    {
        if (InputPath.Problem(path, "root") is { } unreadable) return unreadable;
        byte[] magic = new byte[2];
        using FileStream file = File.OpenRead(path);
        file.Position = SuperblockOffset + MagicOffset;
        // Linux, Documentation/filesystems/ext4/super.rst: s_magic.
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x53, 0xef]
            ? null
            : $"the root {path} is no raw image of an ext4: {Instead}";
    }

    /// <summary>Takes the kernel and the initramfs out that the system would boot by itself.</summary>
    /// <param name="kernel">Where the kernel goes.</param>
    /// <param name="initrd">Where the initramfs goes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If they are not there, or the image is damaged.</exception>
    public async Task TakeBootFilesAsync(string kernel, string initrd, CancellationToken cancellation)
    {
        await TakeAsync(Kernel, kernel, cancellation);
        await TakeAsync(Initrd, initrd, cancellation);
        KernelFormat format = KernelFormat.Identify(kernel);
        if (!format.IsArm64Image) throw new LaunchException(ExitStatus.BadInput, $"{Kernel} in {path} is {format.Description}, not an arm64 Image");
        if ((await StatAsync(Agent, cancellation)) is null) throw new LaunchException(ExitStatus.BadInput, $"the root {path} has no {Agent}: {Instead}");
    }

    private async Task TakeAsync(string name, string destination, CancellationToken cancellation)
    {
        string? status = await StatAsync(name, cancellation);
        string file = status is null ? name : Link().Match(status) is { Success: true } link ? "/" + link.Groups[1].Value.TrimStart('/') : name;
        if (status is not null) await DebugfsAsync($"dump \"{file}\" \"{destination}\"", cancellation);
        if (InputPath.Problem(destination, name) is not null) throw new LaunchException(ExitStatus.BadInput, $"the root {path} has no {name}, by which it would boot, or is damaged: `e2fsck -f {path}` says more");
    }

    private async Task<string?> StatAsync(string name, CancellationToken cancellation)
    {
        HostCommandResult result = await DebugfsAsync($"stat {name}", cancellation);
        return result.Output.Any(line => line.StartsWith("Inode:", StringComparison.Ordinal)) ? string.Join('\n', result.Output) : null;
    }

    // It ends with status 0, whatever it finds.
    private Task<HostCommandResult> DebugfsAsync(string request, CancellationToken cancellation) => new HostCommand("/sbin/debugfs", "-R", request, path).RunCheckedAsync(cancellation);

    [GeneratedRegex("^Fast link dest: \"(.*)\"", RegexOptions.Multiline)]
    private static partial Regex Link();
}

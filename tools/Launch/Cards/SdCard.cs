using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Cards;

/// <summary>The files of the boot partitions of Raspberry Pi 4 boards, except for the firmware's own: those of the node that leads, and those that all others have alike.</summary>
/// <param name="catalog">Knows the variants.</param>
/// <param name="builder">Makes the image.</param>
/// <param name="guests">Finds and makes what the guest boots.</param>
public sealed class SdCard(VariantCatalog catalog, ImageBuilder builder, GuestFiles guests)
{
    /// <summary>The board that such files are for.</summary>
    public const string Board = "rpi4";

    /// <summary>The variant of a cluster of them.</summary>
    public const string DefaultVariant = "RaspberryPi4";

    /// <summary>The folder of the leader's files.</summary>
    public const string Leader = "leader";

    /// <summary>The folder of the others' files.</summary>
    public const string Others = "others";

    /// <summary>The payload on the leader's partition.</summary>
    public const string Payload = "payload.cpio";

    /// <summary>The image.</summary>
    public const string Image = "pilevisor.img";

    /// <summary>Where the firmware's files are published; these of them belong on each partition.</summary>
    public const string FirmwareSource = "https://github.com/raspberrypi/firmware/tree/stable/boot";

    // Far behind the image, wherever that is, and before the GPU's share of the first GiB.
    private const string PayloadAddress = "0x10000000";

    // The largest board's RAM.
    private const long MostMemoryBytes = 8 * ByteSize.GiB;

    /// <summary>The files of the firmware that each partition needs: the boot program of the GPU and its data, the board's device tree, and what puts the PL011 on the pins 8 and 10.</summary>
    public static IReadOnlyList<string> FirmwareFiles { get; } = ["start4.elf", "fixup4.dat", "bcm2711-rpi-4-b.dtb", "overlays/disable-bt.dtbo"];

    private static int CpusPerNode => QemuBoard.Find(Board)!.NodeCpus;

    /// <summary>What is wrong with a configuration; empty if nothing is.</summary>
    /// <param name="configuration">The cluster: variant, nodes, memory, cache.</param>
    public IEnumerable<string> Problems(ClusterConfiguration configuration)
    {
        if (catalog.Problem(configuration.Variant) is { } unknown)
        {
            yield return unknown;
            yield break;
        }

        int most = QemuBoard.Find(Board)!.MostGuestCpus / CpusPerNode;
        if (!catalog.BootsGuest(configuration.Variant)) yield return $"variant {configuration.Variant} is not a cluster image, it boots no guest";
        if (catalog.Board(configuration.Variant) is var board && board != Board) yield return $"variant {configuration.Variant} is for the board {board}, not for {Board}: {DefaultVariant} is";
        if (configuration.Nodes < 1 || configuration.Nodes > most) yield return $"a cluster of Raspberry Pi 4 boards has 1 to {most} nodes, not {configuration.Nodes}: each has {CpusPerNode} CPUs, and a GICv2 has interfaces for {most * CpusPerNode}";
        if (configuration.MemoryBytes % ConfigurationCheck.MemoryGranuleBytes != 0) yield return $"a node's memory is a multiple of {ByteSize.Format(ConfigurationCheck.MemoryGranuleBytes)}, which {ByteSize.Format(configuration.MemoryBytes)} is not";
        if (configuration.MemoryBytes is < ConfigurationCheck.MinimumMemoryBytes or > MostMemoryBytes) yield return $"a node can give {ByteSize.Format(ConfigurationCheck.MinimumMemoryBytes)} to {ByteSize.Format(MostMemoryBytes)} to the guest, not {ByteSize.Format(configuration.MemoryBytes)}";
    }

    /// <summary>Builds and fetches what is missing, and writes the files.</summary>
    /// <param name="configuration">The cluster, without <see cref="Problems"/>.</param>
    /// <param name="directory">Where to: the folders are made in it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If something cannot be had or written, or the sizes do not fit the image.</exception>
    public async Task WriteAsync(ClusterConfiguration configuration, string directory, CancellationToken cancellation)
    {
        ClusterConfiguration cluster = configuration with { CpusPerNode = CpusPerNode };
        VariantImage image = await builder.BuildAsync(cluster.Variant, cancellation);
        ImageVocabulary vocabulary = ImageVocabulary.Read(image.Assemblies);
        if (string.Join('\n', UnitFit.Problems(cluster, vocabulary.UnitBytes)) is { Length: > 0 } misfit) throw new LaunchException(ExitStatus.BadInput, misfit);
        using RunDirectory scratch = new();
        GuestPayload guest = await guests.PrepareAsync(cluster, scratch.File("initramfs.cpio"), "none", cancellation);
        if (GuestFit.Problem(guest.Kernel, guest.Initrd, cluster.MemoryBytes) is { } tooLarge) throw new LaunchException(ExitStatus.BadInput, tooLarge);
        byte[]? key = vocabulary.Seal is null ? null : KeyFile.Draw();
        WritePartition(Path.Combine(directory, Leader), cluster, image, payload => guest.Write(payload, key), hasPayload: true);
        if (cluster.Nodes > 1) WritePartition(Path.Combine(directory, Others), cluster, image, payload => GuestPayload.WriteKey(payload, key!), hasPayload: key is not null);
    }

    private static void WritePartition(string folder, ClusterConfiguration cluster, VariantImage image, Action<string> writePayload, bool hasPayload)
    {
        OutputPath.CopyFile(image.Binary, folder, "the files in");
        File.Move(Path.Combine(folder, Path.GetFileName(image.Binary)), Path.Combine(folder, Image), overwrite: true);
        OutputPath.WriteFile(Path.Combine(folder, "config.txt"), "the file", Configuration(hasPayload));
        OutputPath.WriteFile(Path.Combine(folder, "cmdline.txt"), "the file", $"pilevisor.nodes={cluster.Nodes} pilevisor.memory={cluster.MemoryBytes} pilevisor.cache={cluster.EffectiveCacheBytes}\n");
        if (hasPayload) writePayload(Path.Combine(folder, Payload));
    }

    /// <summary>The firmware's config.txt (Raspberry Pi documentation, "config.txt").</summary>
    /// <param name="hasPayload">Whether there is a payload to load.</param>
    private static string Configuration(bool hasPayload) => string.Join('\n', (string[])[
        "# A node of a Pilevisor cluster, written by `pilevisor sdcard`.",
        "[all]",
        "arm_64bit=1",
        $"kernel={Image}",
        .. hasPayload ? (string[])[$"initramfs {Payload} {PayloadAddress}"] : [],
        "# The interrupt controller of the ARM cores, a GIC-400, not the older one.",
        "enable_gic=1",
        "# The serial port that the hypervisor drives, the PL011, on the pins 8 and 10 at 115,200 baud.",
        "enable_uart=1",
        "dtoverlay=disable-bt",
        "# No screen.",
        "gpu_mem=16",
        ""]);
}

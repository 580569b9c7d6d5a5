using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Systems;

namespace Pilevisor.Launch.Running;

/// <summary>Starts clusters: configuration in, running machines out.</summary>
/// <param name="check">Refuses what cannot work.</param>
/// <param name="builder">Makes the image.</param>
/// <param name="guests">Finds and makes what the guest boots.</param>
/// <param name="boards">Finds what a board takes of the host.</param>
/// <param name="clock">Makes clocks drift.</param>
public sealed class ClusterLauncher(ConfigurationCheck check, ImageBuilder builder, GuestFiles guests, BoardFileFinder boards, DriftingClock clock)
{
    private const int TokenBytes = 8;

    /// <summary>What is wrong with a configuration; empty if nothing is.</summary>
    public IReadOnlyList<string> Problems(ClusterConfiguration configuration) => check.Problems(configuration);

    /// <summary>Throws if anything is wrong with a configuration.</summary>
    /// <exception cref="LaunchException">With everything that is wrong.</exception>
    public void Refuse(ClusterConfiguration configuration) => Refuse(Problems(configuration));

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0) throw new LaunchException(ExitStatus.BadInput, string.Join('\n', problems));
    }

    /// <summary>Builds and fetches what is missing, then starts the machines.</summary>
    /// <param name="configuration">What to boot.</param>
    /// <param name="observer">Told what happens.</param>
    /// <param name="cancellation">Stops the preparation; a cluster that has started is stopped by disposing of it.</param>
    /// <exception cref="LaunchException">If the configuration is refused, or something cannot be built, fetched or started.</exception>
    public async Task<Cluster> StartAsync(ClusterConfiguration configuration, ClusterObserver observer, CancellationToken cancellation)
    {
        Refuse(configuration);
        if (ConfigurationCheck.HostProblem() is { } lacking) throw new LaunchException(ExitStatus.Unavailable, lacking);
        RunDirectory directory = new();
        try
        {
            configuration = await SshAccess.AttachAsync(await RootDisk.AttachAsync(configuration, directory, cancellation), directory, cancellation);
            if (DevicesOf(configuration) is { } devices) await DeviceRehearsal.TryAsync(devices, cancellation);
            ClusterPlan plan = await PlanAsync(configuration, directory, cancellation);
            Cluster cluster = new(plan, directory, observer);
            try
            {
                await cluster.StartAsync(plan);
                return cluster;
            }
            catch
            {
                await cluster.DisposeAsync();
                throw;
            }
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private async Task<ClusterPlan> PlanAsync(ClusterConfiguration configuration, RunDirectory directory, CancellationToken cancellation)
    {
        BoardFiles board = await boards.GetAsync(check.Board(configuration), cancellation);
        if (!configuration.Plain && board.ClusterProblem(configuration.EffectiveMostNodes) is { } problem) throw new LaunchException(ExitStatus.Unavailable, problem);
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        // Its packages and its size may be refused, before an image is built for it.
        GuestPayload guest = await guests.PrepareAsync(configuration, directory.File("initramfs.cpio"), token, cancellation);
        if (configuration.HasOurInit && GuestFit.UnpackingProblem(guest.Kernel, guest.Initrd!, configuration.Nodes, configuration.MemoryBytes) is { } tooMuch) throw new LaunchException(ExitStatus.BadInput, tooMuch);
        if (guest.CommandLine.Length > GuestPayload.MostCommandLineBytes) throw new LaunchException(ExitStatus.BadInput, $"the guest's command line has {guest.CommandLine.Length} bytes, {GuestPayload.MostCommandLineBytes} are the most, and Linux would cut off the rest: shorten --append{(configuration is { Root: not null, Command: not null } ? ", or the command" : "")}");
        VariantImage? image = configuration.Plain ? null : await builder.BuildAsync(configuration.Variant, cancellation);
        if (image is null) return new ClusterPlan(configuration, null, ImageVocabulary.Empty, null, token, [board.Equip(PlainMachine(configuration, guest, directory))], [0], _ => throw new InvalidOperationException("nobody joins a plain machine"));
        ImageVocabulary vocabulary = ImageVocabulary.Read(image.Assemblies);
        Refuse([.. UnitFit.Problems(configuration, vocabulary.UnitBytes), .. KeyProblems(configuration, vocabulary)]);
        if (GuestFit.Problem(guest.Kernel, guest.Initrd, configuration.MemoryBytes) is { } tooLarge) throw new LaunchException(ExitStatus.BadInput, tooLarge);
        byte[]? key = vocabulary.Seal is null ? null : configuration.KeyFile is { } keyFile ? await File.ReadAllBytesAsync(keyFile, cancellation) : KeyFile.Draw();
        string payload = directory.File("payload.cpio");
        guest.Write(payload, key);
        string? keyArchive = key is null ? null : directory.File("key.cpio");
        if (keyArchive is not null) GuestPayload.WriteKey(keyArchive, key!);
        string epoch = "0x" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        if (configuration.ImageOffset is { } offset)
        {
            string moved = directory.File(Path.GetFileName(image.Binary));
            ImageHeader.CopyWithOffset(image.Binary, moved, offset);
            image = image with { Binary = moved };
        }

        string? drifting = configuration.Drifts.Count == 0 ? null : await clock.MakeAsync(directory, cancellation);
        QemuMachine[] machines = Enumerable.Range(0, configuration.EffectiveMostNodes).Select(node => Equip(node, NodeMachine(configuration, image, vocabulary, node, node == 0 ? payload : keyArchive, epoch, directory))).ToArray();
        if (configuration.LogsInstructions)
        {
            ImageSymbols symbols = await ImageSymbols.ReadAsync(image.Elf, cancellation);
            machines = machines.Select((machine, i) => machine with { InstructionLog = new InstructionLog(directory.File($"monitor{i}.sock"), directory.File($"instructions{i}"), symbols.First, symbols.Last) }).ToArray();
        }

        IReadOnlyList<int> order = configuration.StartOrder.Count > 0 ? configuration.StartOrder : Enumerable.Range(0, configuration.Nodes).Reverse().ToArray();
        return new ClusterPlan(configuration, image, vocabulary, key is null ? null : ClusterKey.Read(key), token, machines, order, addition => Equip(addition.Node, NodeMachine(configuration, image, vocabulary, addition.Node, keyArchive, epoch, directory, addition)));

        QemuMachine Equip(int node, QemuMachine machine) =>
            board.Equip(configuration.Drifts.FirstOrDefault(drift => drift.Node == node) is { } drift ? machine with { Drift = new ClockDrift(drifting!, drift.PartsPerMillion, drift.Ahead) } : machine);
    }

    private static IEnumerable<string> KeyProblems(ClusterConfiguration configuration, ImageVocabulary vocabulary)
    {
        if (configuration.KeyFile is { } file && vocabulary.Seal is null)
            yield return $"{configuration.Variant} sends frames that anybody can read and forge, and the key {file} would do nothing: leave out --key, or boot a variant with AuthenticatedFrames or EncryptedFrames";
    }

    // What nobody asked for is left out where it cannot be; all else is refused before.
    private GuestDevices? DevicesOf(ClusterConfiguration configuration) => check.Board(configuration).HasVirtio ? configuration.Devices : null;

    private QemuMachine PlainMachine(ClusterConfiguration configuration, GuestPayload guest, RunDirectory directory) => new()
    {
        Board = check.Board(configuration),
        MemoryBytes = configuration.MemoryBytes * configuration.Nodes,
        Cpus = configuration.CpusPerNode * configuration.Nodes,
        CpuModel = check.Board(configuration).CpuModelOr(configuration.CpuModel),
        Kernel = guest.Kernel,
        Initrd = guest.Initrd,
        CommandLine = guest.CommandLine,
        Devices = DevicesOf(configuration),
        GuestCpus = configuration.CpusPerNode * configuration.Nodes,
        CountsInstructions = configuration.CountsInstructions,
        SerialSocket = directory.File("serial0.sock"),
    };

    private QemuMachine NodeMachine(ClusterConfiguration configuration, VariantImage image, ImageVocabulary vocabulary, int node, string? files, string epoch, RunDirectory directory, NodeAddition? addition = null)
    {
        NodeMemory memory = NodeMemory.Of(configuration.EffectiveMostNodes, configuration.CpusPerNode, vocabulary.UnitBytes, configuration.MemoryBytes, configuration.EffectiveCacheBytes, files is null ? 0 : new FileInfo(files).Length, node == 0 ? configuration.EffectiveMostNodes - configuration.Nodes : 0);
        if (addition?.MemoryBytes is { } own) memory = memory with { GuestBytes = own };
        string[] options =
        [
            configuration.RecordFile is null ? "" : "pilevisor.record=1",
            $"pilevisor.nodes={configuration.Nodes} pilevisor.memory={memory.GuestBytes} pilevisor.cache={memory.CacheBytes} pilevisor.epoch={epoch}",
            configuration.EffectiveMostNodes == configuration.Nodes ? "" : $"pilevisor.most-nodes={configuration.EffectiveMostNodes}",
            configuration.Tlb switch { TlbOption.Carry => "pilevisor.tlb=carry", TlbOption.Local => "pilevisor.tlb=local", _ => "" },
            configuration.NodeOptions.GetValueOrDefault(node, ""),
        ];
        QemuBoard board = check.Board(configuration);
        return new QemuMachine
        {
            Board = board,
            MemoryBytes = long.Max(memory.TotalBytes, board.LeastMemoryBytes),
            Cpus = addition?.Cpus ?? configuration.CpusPerNode,
            CpuModel = board.CpuModelOr(configuration.CpuModel),
            Kernel = image.Binary,
            Initrd = files,
            CommandLine = string.Join(' ', options.Where(option => option.Length != 0)),
            HasEl2 = true,
            CountsInstructions = configuration.CountsInstructions,
            SerialSocket = directory.File($"serial{node}.sock"),
            Nic = board.Nic == NicKind.None ? null : new QemuNic(directory.File($"node{node}.sock"), directory.File($"switch{node}.sock"), node, configuration.Mtu),
            Devices = node == 0 ? DevicesOf(configuration) : null,
            GuestCpus = configuration.CpusPerNode * configuration.EffectiveMostNodes,
        };
    }
}

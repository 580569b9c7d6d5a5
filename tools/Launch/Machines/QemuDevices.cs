using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Launch.Machines;

/// <summary>
/// A guest's devices as arguments of QEMU's virt machine, whose virtio-mmio slots ascend by address. The first one is the cluster's link, whether there is a link or not; those behind it are the guest's, in this order: entropy,
/// disks, network, shares. So a leader knows without being told which are its guest's, and a guest finds them at the same places with a hypervisor and without.
/// </summary>
/// <param name="devices">The devices.</param>
/// <param name="cpus">How many CPUs the guest has at most: a disk has a queue for each, and a network that has several a pair, up to <see cref="MachineDevice.MostPairs"/>, so that CPUs of different machines do not write one.</param>
public sealed class QemuDevices(GuestDevices devices, int cpus = 1)
{
    /// <summary>What the first slot is called.</summary>
    public const string LinkBus = "virtio-mmio-bus.0";

    /// <summary>What every machine with such slots is told: the devices have the registers of the standard, not those from before it.</summary>
    public static IReadOnlyList<string> Standard { get; } = ["-global", "virtio-mmio.force-legacy=false"];

    private const string RandomBytes = "/dev/urandom";

    /// <summary>The arguments; none for no devices.</summary>
    public IReadOnlyList<string> Arguments()
    {
        int bus = 0;
        List<string> arguments = [];
        if (devices.EffectiveEntropy) Add("-object", $"rng-random,id=rng0,filename={RandomBytes}", "virtio-rng-device,rng=rng0");
        foreach ((int i, GuestDisk disk) in devices.Disks.Index()) Add("-drive", Drive($"disk{i}", disk), $"virtio-blk-device,drive=disk{i},num-queues={int.Min(cpus, MachineDevice.MostPairs)}{(disk.Serial is { } serial ? $",serial={QemuOption.Value(serial)}" : "")}");
        if (devices.Network is { } network)
        {
            // An interface with several queues can be opened only as one.
            int? pairs = network.HasSeveralQueues ? int.Clamp(cpus, 2, MachineDevice.MostPairs) : null;
            Add("-netdev", $"{Netdev("g0", network)}{(pairs is null ? "" : $",queues={pairs}")}", $"virtio-net-device,netdev=g0{(pairs is null ? "" : ",mq=on")},mac={QemuNic.Text(GuestNetwork.Address)}");
        }

        foreach ((int i, GuestShare share) in devices.Shares.Index()) Add("-fsdev", Fsdev($"fs{i}", share), $"virtio-9p-device,fsdev=fs{i},mount_tag={QemuOption.Value(share.EffectiveTag)}");
        return arguments;

        void Add(string option, string backend, string device) => arguments.AddRange([option, backend, "-device", $"{device},bus=virtio-mmio-bus.{++bus}"]);
    }

    // An absolute path is never taken for a protocol ("nbd:…"). A guest's flush is an fsync (writeback), and the guest hears of a full disk: otherwise QEMU would stop the whole machine until there is room.
    private static string Drive(string id, GuestDisk disk) =>
        $"if=none,id={id},file={QemuOption.Value(Path.GetFullPath(disk.File))},format={DeviceDescription.Name(disk.EffectiveFormat)},readonly={OnOff(disk.IsReadOnly)},cache=writeback,discard=unmap,werror=report,rerror=report";

    private static string Netdev(string id, GuestNetwork network) => network.Tap is { } tap
        ? $"tap,id={id},ifname={QemuOption.Value(tap)},script=no,downscript=no"
        : $"user,id={id}{string.Concat(network.Forwards.Select(forward => $",hostfwd={forward.Protocol}:127.0.0.1:{forward.HostPort}-:{forward.GuestPort}"))}";

    // Owners and rights are those of the files here (none): a QEMU that is not root's cannot give files away, and mapped ones would look otherwise on the host than in the guest, and need extended attributes.
    private static string Fsdev(string id, GuestShare share) => $"local,id={id},path={QemuOption.Value(Path.GetFullPath(share.Directory))},security_model=none,multidevs=remap,readonly={OnOff(share.IsReadOnly)}";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";
}

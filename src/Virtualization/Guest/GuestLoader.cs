using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Puts the guest into its memory, on the leader, before it starts.</summary>
/// <param name="hardware">Has the random seed.</param>
/// <param name="files">The payload.</param>
/// <param name="physical">This machine's RAM.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="cluster">The leader's window.</param>
/// <param name="deviceTree">Describes the guest's machine.</param>
/// <param name="log">Says what was loaded where.</param>
public sealed class GuestLoader(IHardware hardware, BootFiles files, IPhysicalMemory physical, IGuestMemory memory, ICluster cluster, GuestDeviceTree deviceTree, ILog log)
{
    /// <summary>Loads kernel, initial ramdisk and device tree. Boot only, on the leader, once the cluster is known.</summary>
    /// <exception cref="PanicException">If there is no payload, it is damaged, or it does not fit.</exception>
    public GuestEntryPoint Load()
    {
        Panic.Unless(cluster.Self == NodeId.Leader, "only the leader loads the guest");
        Panic.Unless(files.IsThere, "this node was given no guest payload (initrd)");
        Payload payload = Payload.Read(files.Archive);
        KernelImage image = KernelImage.Read(payload.Kernel);
        GuestLayout layout = GuestLayout.Find(cluster[NodeId.Leader], image, (ulong)payload.InitialRamdisk.Length);

        memory.Load(layout.Kernel, payload.Kernel);
        if (!payload.InitialRamdisk.IsEmpty) memory.Load(layout.InitialRamdisk, payload.InitialRamdisk);
        GuestBootInformation boot = new(payload.CommandLine, layout.InitialRamdisk, (ulong)payload.InitialRamdisk.Length, hardware.RandomSeed);
        int treeBytes = LoadDeviceTree(in layout, in boot);
        log.Info($"guest: kernel of {payload.Kernel.Length} bytes at {layout.Kernel}, initrd of {payload.InitialRamdisk.Length} at {layout.InitialRamdisk}, device tree of {treeBytes} at {layout.DeviceTree}");
        return new GuestEntryPoint(layout.Kernel, image, layout.DeviceTree);
    }

    private unsafe int LoadDeviceTree(in GuestLayout layout, in GuestBootInformation boot)
    {
        int room = deviceTree.MaximumBytes + boot.Arguments.Length + boot.RandomSeed.Length;
        Panic.Unless((ulong)room <= GuestLayout.DeviceTreeRoom, "the guest's device tree does not fit into 2 MiB");
        Span<byte> tree = new(physical.Pointer(physical.Allocate((ulong)room, GranuleNumber.Bytes, "guest device tree")), room);
        int bytes = deviceTree.Write(tree, in boot);
        memory.Load(layout.DeviceTree, tree[..bytes]);
        return bytes;
    }
}

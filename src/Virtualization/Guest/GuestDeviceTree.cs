using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The device tree that describes the guest's machine to its kernel: the CPUs and the memory of all nodes as one machine with NUMA, and the devices, each
/// in its own words. A KASLR seed is left out: a run should be repeatable.
/// </summary>
/// <param name="cluster">The nodes and what each contributes.</param>
/// <param name="topology">Which vCPU has which affinity.</param>
/// <param name="gic">Bounds their number.</param>
/// <param name="devices">The guest's devices.</param>
public sealed class GuestDeviceTree(ICluster cluster, VcpuTopology topology, IGuestGic gic, MmioDevice[] devices)
{
    /// <summary>Distance of a node to itself, by definition (ACPI SLIT, and numa-distance-map-v1).</summary>
    public const uint LocalDistance = 10;

    /// <summary>
    /// Distance between two nodes. A page fetch is thousands of times a cache miss, but the kernel only asks whether a distance exceeds RECLAIM_DISTANCE (30): then it reclaims local memory before it takes
    /// remote, and moves no task across on fork or wake-up. 40 says so and stays in the range that firmware tables use.
    /// </summary>
    public const uint RemoteDistance = 40;

    // Of a memory block's number.
    private const int MostDigits = 8;

    /// <summary>The phandle of the interrupt controller, which all interrupts of the tree belong to. Devices number theirs from 2.</summary>
    public const uint PhandleOfGic = 1;

    /// <summary>A bound for the size of the tree of this cluster, in bytes, besides the command line and the random seed.</summary>
    public int MaximumBytes => 16384 + ((int)topology.VcpuCount * 256) + (cluster.NodeCount * 192) + (cluster.NodeCount * cluster.NodeCount * 12);

    /// <summary>Writes the tree.</summary>
    /// <param name="memory">Where: <see cref="MaximumBytes"/> and the lengths of the command line and of the random seed are enough.</param>
    /// <param name="boot">What /chosen says.</param>
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="PanicException">If there are more vCPUs than the interrupt controller serves.</exception>
    public int Write(Span<byte> memory, in GuestBootInformation boot)
    {
        if (topology.VcpuCount > gic.MostVcpus) Panic.Fail($"{topology.VcpuCount} vCPUs, but the guest's {gic.Name} serves {gic.MostVcpus} at most: give the nodes fewer CPUs, or begin with fewer nodes");
        DeviceTreeWriter tree = new(memory);
        tree.BeginNode(""u8);
        tree.Cell("#address-cells"u8, 2);
        tree.Cell("#size-cells"u8, 2);
        tree.Cell("interrupt-parent"u8, PhandleOfGic);
        tree.Text("model"u8, "Pilevisor"u8);
        tree.Text("compatible"u8, "pilevisor,cluster"u8);
        WriteChosen(ref tree, in boot);
        WriteCpus(ref tree);
        WriteMemory(ref tree);
        WriteDistances(ref tree);
        WritePsci(ref tree);
        WriteTimer(ref tree);
        foreach (MmioDevice device in devices) device.Describe(ref tree);
        tree.EndNode();
        return tree.Finish();
    }

    private void WriteChosen(ref DeviceTreeWriter tree, in GuestBootInformation boot)
    {
        tree.BeginNode("chosen"u8);
        tree.Text("bootargs"u8, boot.Arguments);
        foreach (MmioDevice device in devices)
        {
            if (!device.ConsoleNode.IsEmpty) tree.Path("stdout-path"u8, device.ConsoleNode, device.Start.Value);
        }
        if (boot.InitialRamdiskBytes != 0)
        {
            tree.Number("linux,initrd-start"u8, boot.InitialRamdisk.Value);
            tree.Number("linux,initrd-end"u8, boot.InitialRamdisk.Value + boot.InitialRamdiskBytes);
        }
        // Without it every random number of a young kernel, and each system call draws one to place its stack, takes one lock that all CPUs share.
        if (!boot.RandomSeed.IsEmpty) tree.Raw("rng-seed"u8, boot.RandomSeed);
        tree.EndNode();
    }

    private void WriteCpus(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("cpus"u8);
        tree.Cell("#address-cells"u8, 1);
        tree.Cell("#size-cells"u8, 0);
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeDescription node = cluster[new NodeId((ushort)i)];
            for (uint vcpu = node.FirstVcpu; vcpu < node.FirstVcpu + node.CpuCount; vcpu++) WriteCpu(ref tree, (uint)topology.Affinity(new VcpuId(vcpu)), (uint)i, in node);
        }
        tree.EndNode();
    }

    private static void WriteCpu(ref DeviceTreeWriter tree, uint affinity, uint number, in NodeDescription node)
    {
        tree.BeginNode("cpu"u8, affinity);
        tree.Text("device_type"u8, "cpu"u8);
        tree.Text("compatible"u8, "arm,armv8"u8);
        tree.Cell("reg"u8, affinity);
        tree.Text("enable-method"u8, "psci"u8);
        tree.Cell("numa-node-id"u8, number);
        if (node.JoinsLater) WriteBlocks(ref tree, in node);
        tree.EndNode();
    }

    // For whoever brings the CPU up: that is possible when one of these blocks, which Linux calls memory0 and so on, is there.
    private static void WriteBlocks(ref DeviceTreeWriter tree, in NodeDescription node)
    {
        TextBuilder blocks = new(0, 0);
        blocks.AppendFormatted(node.WindowStart.Value / NodeDescription.BlockBytes);
        blocks.AppendLiteral(" ");
        blocks.AppendFormatted(((node.WindowStart.Value + node.WindowBytes) / NodeDescription.BlockBytes) - 1);
        tree.Text("pilevisor,memory-blocks"u8, blocks.CopyTo(stackalloc byte[(2 * MostDigits) + 1]));
    }

    private void WriteMemory(ref DeviceTreeWriter tree)
    {
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeDescription node = cluster[new NodeId((ushort)i)];
            tree.BeginNode("memory"u8, node.WindowStart.Value);
            tree.Text("device_type"u8, "memory"u8);
            tree.Region(node.WindowStart, node.WindowBytes + (node.JoinsLater ? NodeDescription.FootholdBytes : 0));
            // All of it is of that NUMA node, and only this is there. Linux (6.12) takes what is not there for the node's when it is added (memory_add_physaddr_to_nid), as long as something of it is there at boot.
            if (node.JoinsLater) tree.Region("linux,usable-memory"u8, node.FootholdStart, NodeDescription.FootholdBytes);
            tree.Cell("numa-node-id"u8, (uint)i);
            tree.EndNode();
        }
    }

    // One entry a pair is enough: the binding makes the matrix symmetric.
    private void WriteDistances(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("distance-map"u8);
        tree.Text("compatible"u8, "numa-distance-map-v1"u8);
        int nodes = cluster.NodeCount;
        tree.BeginProperty("distance-matrix"u8, nodes * (nodes + 1) / 2 * 3 * sizeof(uint));
        for (int from = 0; from < nodes; from++)
        {
            for (int to = from; to < nodes; to++)
            {
                tree.Word((uint)from);
                tree.Word((uint)to);
                tree.Word(from == to ? LocalDistance : RemoteDistance);
            }
        }
        tree.EndNode();
    }

    private static void WritePsci(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("psci"u8);
        tree.Text("compatible"u8, "arm,psci-1.0\0arm,psci-0.2"u8);
        tree.Text("method"u8, "hvc"u8);
        tree.EndNode();
    }

    // The binding's order: secure physical, physical, virtual, hypervisor. The guest uses the virtual one.
    private static void WriteTimer(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("timer"u8);
        tree.Text("compatible"u8, "arm,armv8-timer"u8);
        tree.Flag("always-on"u8);
        tree.Interrupts(stackalloc InterruptId[] { new(29), new(30), new(27), new(26) });
        tree.EndNode();
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Where the guest's CPUs are: vCPU n of the guest, CPU c of node i, and MPIDR_EL1's affinity are three names of one thing. Affinity 1 is the node and affinity
/// 0 the CPU within it, so that the guest's own scheduling domains follow the machines. Each vCPU is pinned to the physical CPU of its number. To be asked only
/// once bring-up has agreed on the cluster.
/// </summary>
/// <param name="cluster">Who contributes how many CPUs.</param>
/// <param name="processor">The CPU that asks.</param>
public sealed class VcpuTopology(ICluster cluster, IProcessor processor)
{
    /// <summary>The most vCPUs a guest can have: as many as there are redistributors between 0x080a_0000 and the UART at 0x0900_0000.</summary>
    public const uint MaximumVcpus = 123;

    private const int NodeShift = 8;
    private const ulong AffinityMask = 0xff_00ff_ffff;
    private const ulong MpidrRes1 = 1ul << 31;

    /// <summary>How many vCPUs the guest can have, on all nodes together: 1 to <see cref="MaximumVcpus"/>. Those of nodes that are not there cannot be turned on.</summary>
    public uint VcpuCount
    {
        get
        {
            NodeDescription last = cluster[new NodeId((ushort)(cluster.NodeCount - 1))];
            return last.FirstVcpu + last.CpuCount;
        }
    }

    /// <summary>The vCPU that the calling CPU runs.</summary>
    public VcpuId Current => VcpuOf(cluster.Self, processor.Current);

    /// <summary>The vCPU that <paramref name="cpu"/> of <paramref name="node"/> runs.</summary>
    public VcpuId VcpuOf(NodeId node, CpuIndex cpu) => new(cluster[node].FirstVcpu + (uint)cpu.Value);

    /// <summary>Whether the guest has such a vCPU.</summary>
    public bool Exists(VcpuId vcpu) => vcpu.Value < VcpuCount;

    /// <summary>Whether there is a CPU that runs <paramref name="vcpu"/>.</summary>
    /// <exception cref="PanicException">If the guest can have no such vCPU.</exception>
    public bool IsPresent(VcpuId vcpu)
    {
        NodeId node = NodeOf(vcpu);
        return cluster.IsPresent(node) && HasCpu(node, vcpu);
    }

    /// <summary>Whether <paramref name="vcpu"/> may be turned on.</summary>
    /// <exception cref="PanicException">If the guest can have no such vCPU.</exception>
    public bool TakesWork(VcpuId vcpu)
    {
        NodeId node = NodeOf(vcpu);
        return cluster.TakesWork(node) && HasCpu(node, vcpu);
    }

    /// <summary>Whether this node runs <paramref name="vcpu"/>.</summary>
    public bool IsLocal(VcpuId vcpu) => NodeOf(vcpu) == cluster.Self;

    /// <summary>The node that runs <paramref name="vcpu"/>.</summary>
    /// <exception cref="PanicException">If there is no such vCPU.</exception>
    public NodeId NodeOf(VcpuId vcpu)
    {
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeId node = new((ushort)i);
            NodeDescription description = cluster[node];
            if (vcpu.Value - description.FirstVcpu < description.CpuCount) return node;
        }
        Panic.Fail($"the guest has no {vcpu}");
        return NodeId.Leader;
    }

    private bool HasCpu(NodeId node, VcpuId vcpu) => vcpu.Value - cluster[node].FirstVcpu < cluster[node].PresentCpus;

    /// <summary>The CPU of its node that runs <paramref name="vcpu"/>.</summary>
    /// <exception cref="PanicException">If there is no such vCPU.</exception>
    public CpuIndex CpuOf(VcpuId vcpu) => new((int)(vcpu.Value - cluster[NodeOf(vcpu)].FirstVcpu));

    /// <summary>
    /// MPIDR_EL1's affinity fields of <paramref name="vcpu"/>, the rest zero: what the device tree, PSCI and GICD_IROUTER call it (Arm ARM, D19.2.100).
    /// </summary>
    public ulong Affinity(VcpuId vcpu) => ((ulong)NodeOf(vcpu).Value << NodeShift) | (uint)CpuOf(vcpu).Value;

    /// <summary>MPIDR_EL1 as <paramref name="vcpu"/> reads it: its affinity and the RES1 bit; neither U nor MT is set.</summary>
    public ulong Mpidr(VcpuId vcpu) => MpidrRes1 | Affinity(vcpu);

    /// <summary>Finds the vCPU with the affinity fields Aff3.Aff2.Aff1.Aff0 of <paramref name="affinity"/>, whose other bits do not matter.</summary>
    /// <returns>False if the guest has none.</returns>
    public bool TryFind(ulong affinity, out VcpuId vcpu)
    {
        ulong fields = affinity & AffinityMask;
        ulong node = fields >> NodeShift;
        uint cpu = (uint)fields & 0xff;
        vcpu = default;
        if (node >= (ulong)cluster.NodeCount) return false;
        NodeDescription description = cluster[new NodeId((ushort)node)];
        if (cpu >= description.CpuCount) return false;
        vcpu = new VcpuId(description.FirstVcpu + cpu);
        return true;
    }
}

using System.Collections.Generic;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A guest over several simulated nodes, whose every register access and interrupt a test makes by hand. vCPUs are named by their number.</summary>
internal sealed class SimulatedGuest
{
    public const uint SetEnable = 0x100;
    public const uint ClearEnable = 0x180;
    public const uint SetPending = 0x200;
    public const uint ClearPending = 0x280;
    public const uint SetActive = 0x300;
    public const uint ClearActive = 0x380;

    private readonly int _cpus;

    public SimulatedGuest(int nodes = 1, int cpus = 1, int listRegisters = 4, bool on = true, bool gicV2 = false)
    {
        _cpus = cpus;
        Network = new FakeNetwork(nodes);
        for (int i = 0; i < nodes; i++) Nodes.Add(new SimulatedNode(Network, nodes, cpus, i, listRegisters, gicV2));
        Network.BeforeDelivery = node => Nodes[node].On(cpus - 1);
        foreach (SimulatedNode node in Nodes) node.Waits.OnServe = () => GoOnWhile(node);
        if (!on) return;
        for (int vcpu = 0; vcpu < nodes * cpus; vcpu++)
        {
            SimulatedNode node = NodeOf(vcpu);
            node.On(vcpu % cpus);
            node.Interrupts.TurnOn();
        }
        if (gicV2) Write(0, 0, 4, 3);
        else WriteDistributor(0, 4, 2);
        Settle();
    }

    public FakeNetwork Network { get; }

    public List<SimulatedNode> Nodes { get; } = [];

    public int VcpuCount => Nodes.Count * _cpus;

    public SimulatedNode NodeOf(int vcpu) => Nodes[vcpu / _cpus];

    /// <summary>Lets everything under way arrive and every CPU do what it was told, until nothing is left.</summary>
    public void Settle()
    {
        for (int round = 0; round < 10_000; round++)
        {
            bool busy = false;
            foreach ((int from, int to) in Network.Waiting())
            {
                Network.Deliver(from, to);
                busy = true;
            }
            for (int vcpu = 0; vcpu < VcpuCount; vcpu++) busy |= NodeOf(vcpu).Run(vcpu % _cpus);
            if (!busy) return;
        }
        Assert.Fail("the interrupt controllers do not come to rest");
    }

    /// <summary>The oldest message on a way arrives, and the CPU that took it goes back to its guest.</summary>
    public void Deliver(int from, int to)
    {
        Network.Deliver(from, to);
        GoOn(to);
    }

    /// <summary>A vCPU writes a register of a GICv2's distributor, wherever that lives.</summary>
    public void Write(int vcpu, uint offset, int bytes, ulong value)
    {
        MmioDevice device = NodeOf(vcpu).GicV2Registers;
        int node = device.NodeOf(offset).Value;
        On(node, vcpu);
        Assert.True(Nodes[node].GicV2Registers.TryWrite(new MmioAccess(offset, bytes, new VcpuId((uint)vcpu)), value));
        GoOn(node);
        Settle(vcpu, device, offset);
    }

    /// <summary>A vCPU reads one.</summary>
    public uint Read(int vcpu, uint offset, int bytes = 4)
    {
        MmioDevice device = NodeOf(vcpu).GicV2Registers;
        Settle(vcpu, device, offset);
        int node = device.NodeOf(offset).Value;
        On(node, vcpu);
        MmioAccess access = new(offset, bytes, new VcpuId((uint)vcpu));
        bool isKnown = node != NodeOf(vcpu).Self && device.TryReadAfar(access, out _);
        Assert.True(Nodes[node].GicV2Registers.TryRead(access, out ulong value));
        if (isKnown) Assert.True(device.TryReadAfar(access, out ulong afar) && afar == value);
        GoOn(node);
        return (uint)value;
    }

    /// <summary>A vCPU writes GICC_DIR, which always traps.</summary>
    public void DeactivateByMemory(int vcpu, uint value)
    {
        On(vcpu / _cpus, vcpu);
        Assert.True(NodeOf(vcpu).GicV2CpuInterface.TryWrite(new MmioAccess(0, 4, new VcpuId((uint)vcpu)), value));
        GoOn(vcpu / _cpus);
    }

    public ulong ReadDistributor(uint offset, int bytes = 4, int by = 0)
    {
        Settle(by, NodeOf(by).DistributorRegisters, offset);
        On(0, by);
        bool isPublished = Nodes[0].Published.TryRead(DistributorDevice.Registers + offset, bytes, out ulong published);
        Assert.True(Nodes[0].DistributorRegisters.TryRead(new MmioAccess(offset, bytes, new VcpuId((uint)by)), out ulong value));
        if (isPublished) Assert.Equal(value, published);
        GoOn(0);
        return value;
    }

    public void WriteDistributor(uint offset, int bytes, ulong value, int by = 0)
    {
        On(0, by);
        Assert.True(Nodes[0].DistributorRegisters.TryWrite(new MmioAccess(offset, bytes, new VcpuId((uint)by)), value));
        GoOn(0);
        Settle(by, NodeOf(by).DistributorRegisters, offset);
    }

    public ulong ReadRedistributor(int vcpu, uint offset, int bytes = 4, int? by = null)
    {
        Settle(by ?? vcpu, NodeOf(by ?? vcpu).RedistributorRegisters, (uint)(vcpu * 0x2_0000) + offset);
        On(vcpu / _cpus, by ?? vcpu);
        MmioAccess access = new((uint)(vcpu * 0x2_0000) + offset, bytes, new VcpuId((uint)vcpu));
        bool isPublished = NodeOf(vcpu).Published.TryRead(RedistributorDevice.Registers + access.Offset, bytes, out ulong published);
        Assert.True(NodeOf(vcpu).RedistributorRegisters.TryRead(access, out ulong value));
        if (isPublished) Assert.Equal(value, published);
        GoOn(vcpu / _cpus);
        return value;
    }

    public void WriteRedistributor(int vcpu, uint offset, int bytes, ulong value, int? by = null)
    {
        On(vcpu / _cpus, by ?? vcpu);
        Assert.True(NodeOf(vcpu).RedistributorRegisters.TryWrite(new MmioAccess((uint)(vcpu * 0x2_0000) + offset, bytes, new VcpuId((uint)vcpu)), value));
        GoOn(vcpu / _cpus);
        Settle(by ?? vcpu, NodeOf(by ?? vcpu).RedistributorRegisters, (uint)(vcpu * 0x2_0000) + offset);
    }

    /// <summary>Writes one interrupt's bit of a set or clear register: the distributor's for an SPI, the vCPU's redistributor's otherwise.</summary>
    public void WriteBit(uint array, uint intid, int vcpu = 0, int? by = null)
    {
        uint offset = array + (intid / 32 * 4);
        if (intid >= 32) WriteDistributor(offset, 4, 1ul << (int)(intid % 32), by ?? 0);
        else WriteRedistributor(vcpu, 0x1_0000 + offset, 4, 1ul << (int)intid, by);
    }

    public bool ReadBit(uint array, uint intid, int vcpu = 0, int? by = null)
    {
        uint offset = array + (intid / 32 * 4);
        ulong word = intid >= 32 ? ReadDistributor(offset, 4, by ?? 0) : ReadRedistributor(vcpu, 0x1_0000 + offset, 4, by);
        return ((word >> (int)(intid % 32)) & 1) != 0;
    }

    public void SetPriority(uint intid, byte priority, int vcpu = 0)
    {
        if (intid >= 32) WriteDistributor(0x400 + intid, 1, priority);
        else WriteRedistributor(vcpu, 0x1_0400 + intid, 1, priority);
    }

    public void SetGroup(uint intid, bool isGroup1, int vcpu = 0)
    {
        uint offset = 0x80 + (intid / 32 * 4);
        ulong mask = 1ul << (int)(intid % 32);
        ulong word = intid >= 32 ? ReadDistributor(offset) : ReadRedistributor(vcpu, 0x1_0000 + offset);
        word = isGroup1 ? word | mask : word & ~mask;
        if (intid >= 32) WriteDistributor(offset, 4, word);
        else WriteRedistributor(vcpu, 0x1_0000 + offset, 4, word);
    }

    public void SetEdge(uint spi, bool edge)
    {
        uint offset = 0xc00 + (spi / 16 * 4);
        ulong mask = 2ul << (int)(spi % 16 * 2);
        ulong word = ReadDistributor(offset);
        WriteDistributor(offset, 4, edge ? word | mask : word & ~mask);
    }

    public void SetRoute(uint spi, int vcpu) => WriteDistributor(0x6000 + (8 * spi), 8, Nodes[0].Topology.Affinity(new VcpuId((uint)vcpu)));

    public void SetLevel(uint spi, bool high, int by = 0)
    {
        On(0, by);
        Nodes[0].Distributor.SetLevel(new InterruptId(spi), high);
        GoOn(0);
    }

    public void Pulse(uint spi)
    {
        On(0, 0);
        Nodes[0].Distributor.Pulse(new InterruptId(spi));
        GoOn(0);
    }

    public void SendSgi(int source, ulong sgi1r, bool isGroup1 = true)
    {
        On(source / _cpus, source);
        NodeOf(source).Sgis.Write(new VcpuId((uint)source), sgi1r, isGroup1);
        GoOn(source / _cpus);
    }

    /// <summary>The value of ICC_SGI1R_EL1 for one vCPU.</summary>
    public static ulong Sgi(uint sgi, int node, int cpu) => ((ulong)sgi << 24) | ((ulong)node << 16) | (1ul << cpu);

    /// <summary>ICC_IAR1_EL1 or ICC_IAR0_EL1, by the hardware or by a trap.</summary>
    public uint Acknowledge(int vcpu, bool isGroup1 = true)
    {
        if (!NodeOf(vcpu).Lists.Traps(vcpu % _cpus)) return NodeOf(vcpu).Lists.Acknowledge(vcpu % _cpus, isGroup1);
        return (uint)ReadInterface(vcpu, isGroup1 ? 12 : 8, 0);
    }

    /// <summary>ICC_EOIR1_EL1 or ICC_EOIR0_EL1.</summary>
    public void End(int vcpu, uint intid, bool isGroup1 = true)
    {
        if (NodeOf(vcpu).Lists.Traps(vcpu % _cpus)) WriteInterface(vcpu, isGroup1 ? 12 : 8, 1, intid);
        else NodeOf(vcpu).Lists.End(vcpu % _cpus, intid, isGroup1);
    }

    /// <summary>ICC_DIR_EL1, which always traps.</summary>
    public void Deactivate(int vcpu, uint intid) => WriteInterface(vcpu, 11, 1, intid);

    /// <summary>A trapped read of a CPU interface register with CRn 12.</summary>
    public ulong ReadInterface(int vcpu, int crm, int op2)
    {
        On(vcpu / _cpus, vcpu);
        Assert.True(NodeOf(vcpu).CpuInterface.TryRead(new SystemRegisterEncoding(3, 0, 12, crm, op2), out ulong value));
        GoOn(vcpu / _cpus);
        return value;
    }

    /// <summary>A trapped write.</summary>
    public void WriteInterface(int vcpu, int crm, int op2, ulong value)
    {
        On(vcpu / _cpus, vcpu);
        Assert.True(NodeOf(vcpu).CpuInterface.TryWrite(new SystemRegisterEncoding(3, 0, 12, crm, op2), value));
        GoOn(vcpu / _cpus);
    }

    public void SetControl(int vcpu, VirtualInterfaceControl control) => NodeOf(vcpu).Lists.SetControl(vcpu % _cpus, control);

    public VirtualInterfaceControl Control(int vcpu) => NodeOf(vcpu).Lists.ControlOf(vcpu % _cpus);

    public uint HighestPending(int vcpu) => NodeOf(vcpu).Lists.HighestPending(vcpu % _cpus);

    public void SetTimer(int vcpu, bool line) => NodeOf(vcpu).TimerLine[vcpu % _cpus] = line;

    // As MmioForwarding does, on the CPU that accesses.
    private void Settle(int by, MmioDevice device, uint offset)
    {
        if (!device.NeedsSettling(offset)) return;
        On(by / _cpus, by);
        device.Settle(offset);
        GoOn(by / _cpus);
    }

    // A CPU of a node waits: messages arrive, there as well, and all other CPUs run.
    private void GoOnWhile(SimulatedNode waiting)
    {
        CpuIndex cpu = waiting.Processor.Current;
        foreach ((int from, int to) in Network.Waiting()) Network.Deliver(from, to);
        for (int vcpu = 0; vcpu < VcpuCount; vcpu++)
        {
            if (NodeOf(vcpu) != waiting || vcpu % _cpus != cpu.Value) NodeOf(vcpu).Run(vcpu % _cpus);
        }
        waiting.On(cpu.Value);
        if (waiting.Controller.Kicks.RemoveAll(kick => kick == cpu.Value) != 0) waiting.Interrupts.TakeKick();
    }

    // What the CPU did was done at EL2: its guest goes on with list registers as they should be then.
    private void GoOn(int node) => Nodes[node].Run(Nodes[node].Processor.Current.Value);

    // A register access runs on the CPU that made it, if that is on the register's node, and on one that takes messages otherwise.
    private void On(int node, int vcpu) => Nodes[node].On(vcpu / _cpus == node ? vcpu % _cpus : _cpus - 1);
}

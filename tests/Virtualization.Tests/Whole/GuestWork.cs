using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Whole;

/// <summary>What a guest on a <see cref="WholeCluster"/> of nodes with two CPUs does: whatever makes nodes send each other something.</summary>
internal static class GuestWork
{
    /// <summary>CPUs of each node.</summary>
    public const int Cpus = 2;

    /// <summary>Something that a guest may do, on some CPU of some node.</summary>
    /// <returns>False if what that waits for does not come.</returns>
    public static bool Act(WholeCluster cluster, Random random)
    {
        int nodes = cluster.Nodes.Length;
        int vcpu = random.Next(nodes * Cpus);
        WholeNode node = cluster.Nodes[vcpu / Cpus];
        int cpu = vcpu % Cpus;

        bool isDone = true;
        switch (random.Next(8))
        {
            case 0:
                isDone = node.Complete(cluster, cpu, () => node.Node.Sgis.Write(new VcpuId((uint)vcpu), (ulong)random.Next(nodes) << 16 | (uint)random.Next(1, 4) | (uint)random.Next(16) << 24, random.Next(2) == 0));
                break;
            case 1:
                isDone = cluster.Nodes[0].Complete(cluster, 0, () => Distribute(cluster.Nodes[0], nodes, random));
                break;
            case 2:
                GuestPhysicalAddress register = new(random.Next(3) switch { 0 => RegisterFile.Address, 1 => 0x0800_0000ul, _ => 0x080a_0000ul } + ((uint)random.Next(0x400) << 2));
                bool isWrite = random.Next(2) == 0;
                for (int i = 0; i < MmioForwarding.PostedLimit && isDone; i++)
                {
                    isDone = node.Complete(cluster, cpu, () => _ = isWrite ? node.Forwarding.TryWrite(register, 4, (ulong)random.Next()) : node.Forwarding.TryRead(register, 4, out _));
                }
                break;
            case 3:
                TrapFrame frame = default;
                frame.Write(0, random.Next(2) == 0 ? 0xc400_0003ul : 0xc400_0004ul);
                frame.Write(1, (ulong)random.Next(nodes) << 8 | (uint)random.Next(Cpus));
                frame.Write(2, random.Next(2) == 0 ? 0ul : 0x4000_0000ul);
                isDone = node.Complete(cluster, cpu, () => node.Node.Traps.Take(ExceptionClass.Hvc64, ref frame));
                break;
            case 4:
                isDone = node.Complete(cluster, cpu, () => node.Tlb.TryExecute(new SystemRegisterEncoding(1, 0, 8, 3, 0), 0));
                break;
            default:
                GranuleNumber page = WholeCluster.Page(random.Next(nodes), (uint)random.Next(6));
                AccessKind kind = random.Next(2) == 0 ? AccessKind.Write : AccessKind.Read;
                if (node.TryAccess(cpu, page, kind) && kind == AccessKind.Write) node.Word(page, kind)++;
                break;
        }
        node.Node.Run(cpu);
        return isDone;
    }

    private static void Distribute(WholeNode leader, int nodes, Random random)
    {
        uint spi = (uint)random.Next(32, 40);
        leader.Node.On(0);
        (uint offset, int bytes, ulong value) = random.Next(7) switch
        {
            0 => (0u, 4, (ulong)random.Next(4)),
            1 => (0x100 + (spi / 32 * 4), 4, 1ul << (int)(spi % 32)),
            2 => (0x180 + (spi / 32 * 4), 4, 1ul << (int)(spi % 32)),
            3 => (0x400 + spi, 1, (ulong)random.Next(256)),
            _ => (0x6000 + (8 * spi), 8, ((ulong)random.Next(nodes) << 8) | (uint)random.Next(Cpus)),
        };
        leader.Node.DistributorRegisters.TryWrite(new MmioAccess(offset, bytes, new VcpuId(0)), value);
        leader.Node.Distributor.Pulse(new InterruptId(spi));
        leader.Node.Distributor.SetLevel(new InterruptId(spi), random.Next(2) == 0);
    }
}

using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The CPUs of a node, and of two, send each other SGIs and route and raise SPIs at once: each that was sent is taken, and once.</summary>
public sealed class SeveralCpusTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    public void Every_interrupt_is_taken_once(int nodes, int cpus)
    {
        foreach (int seed in CpuSchedule.Seeds(5)) new Run(nodes, cpus, seed).Go();
    }

    private sealed class Run
    {
        private const int Steps = 150;
        private const uint FirstSpi = 40;
        private const int Spis = 4;
        private const int ListRegisters = 2;

        private readonly SimulatedGuest _guest;
        private readonly CpuSchedule _schedule;
        private readonly int _cpus;
        private readonly int _seed;

        // Whether an SGI from one vCPU to another is under way; an SGI's number is its sender's.
        private readonly bool[,] _called;
        private readonly bool[] _announced = new bool[Spis];
        private int _sending;
        private int _taken;

        public Run(int nodes, int cpus, int seed)
        {
            (_cpus, _seed) = (cpus, seed);
            _guest = new SimulatedGuest(nodes, cpus, ListRegisters);
            _called = new bool[_guest.VcpuCount, _guest.VcpuCount];
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++) _guest.WriteRedistributor(vcpu, 0x1_0100, 4, 0xffff);
            for (uint i = 0; i < Spis; i++)
            {
                _guest.SetEdge(FirstSpi + i, true);
                _guest.WriteBit(SetEnable, FirstSpi + i);
            }
            _guest.Settle();
            _guest.Network.BeforeDelivery = _ => { };
            _schedule = new CpuSchedule(seed) { IsOver = () => _sending == 0 && IsQuiet };
        }

        private bool IsQuiet => !_called.Cast<bool>().Contains(true) && !_announced.Contains(true);

        public void Go()
        {
            _sending = _guest.VcpuCount;
            for (int i = 0; i < _guest.VcpuCount; i++)
            {
                int vcpu = i;
                SimulatedNode node = _guest.NodeOf(vcpu);
                node.Processor.Interleave = _schedule.Point;
                node.Processor.Relaxes = _schedule.Relax;
                _schedule.Add(node.Processor, vcpu % _cpus, () => IsInterrupted(vcpu), () => Live(vcpu));
            }
            _schedule.Run();
            Assert.True(_taken > Steps, $"only {_taken} interrupts were taken");
        }

        private void Live(int vcpu)
        {
            Random random = new((_seed * 100) + vcpu);
            for (int step = 0; step < Steps; step++)
            {
                Trap(vcpu, random);
                Enter(vcpu);
            }
            _sending--;
            while (!_schedule.IsOver())
            {
                Enter(vcpu);
                if (!IsInterrupted(vcpu)) _schedule.Sleep();
            }
        }

        // What the guest traps for, at EL2.
        private void Trap(int vcpu, Random random)
        {
            int target = random.Next(_guest.VcpuCount);
            uint spi = (uint)random.Next(Spis);
            SimulatedNode leader = _guest.Nodes[0];
            bool isLeader = _guest.NodeOf(vcpu) == leader;
            if (random.Next(2) == 0 && !_called[vcpu, target])
            {
                _called[vcpu, target] = true;
                _guest.NodeOf(vcpu).Sgis.Write(new VcpuId((uint)vcpu), Sgi((uint)vcpu, target / _cpus, target % _cpus), isGroup1: true);
            }
            else if (isLeader && random.Next(3) == 0)
            {
                Assert.True(leader.DistributorRegisters.TryWrite(new MmioAccess(0x6000 + (8 * (FirstSpi + spi)), 8, new VcpuId((uint)vcpu)), leader.Topology.Affinity(new VcpuId((uint)target))));
            }
            else if (isLeader && !_announced[spi])
            {
                _announced[spi] = true;
                leader.Distributor.Pulse(new InterruptId(FirstSpi + spi));
            }
        }

        // The CPU takes its interrupts and goes back to its guest, which takes those it finds.
        private void Enter(int vcpu)
        {
            SimulatedNode node = _guest.NodeOf(vcpu);
            int cpu = vcpu % _cpus;
            if (cpu == 0) Receive(node);
            node.Run(cpu);
            for (uint intid = node.Lists.Acknowledge(cpu); intid != 1023; intid = node.Lists.Acknowledge(cpu))
            {
                Take(vcpu, intid);
                node.Lists.End(cpu, intid);
            }
        }

        private void Receive(SimulatedNode node)
        {
            foreach ((int from, int to) in _guest.Network.Waiting())
            {
                if (to == node.Self) _guest.Network.Deliver(from, to);
            }
        }

        private void Take(int vcpu, uint intid)
        {
            ref bool underWay = ref intid < FirstSpi ? ref _called[intid, vcpu] : ref _announced[intid - FirstSpi];
            Assert.True(underWay, $"vCPU {vcpu} takes interrupt {intid}, which nobody has sent again");
            underWay = false;
            _taken++;
        }

        private bool IsInterrupted(int vcpu)
        {
            SimulatedNode node = _guest.NodeOf(vcpu);
            int cpu = vcpu % _cpus;
            bool isAwaited = cpu == 0 && _guest.Network.Waiting().Exists(way => way.To == node.Self);
            return isAwaited || node.Controller.Kicks.Contains(cpu) || node.Lists.WantsMaintenance(cpu) || node.Timers.IsDue(cpu);
        }
    }
}

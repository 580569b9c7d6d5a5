using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Several CPUs of each node fault on the same and on different pages at once, while any of them takes the messages.</summary>
public sealed class SeveralCpusTests
{
    private const int Accesses = 60;
    private const uint CacheFrames = 16;

    // More of another node than there are frames for, so that some are always leaving; half of all accesses are to two.
    private const int PagesPerNode = 20;
    private const int HotPages = 2;

    public static MatrixTheoryData<string, int, int> Shapes { get; } = new(ShippedProtocols.Names, [2, 3], [2, 3]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Counters_are_exact_and_every_cpu_gets_on(string protocol, int nodeCount, int cpuCount)
    {
        foreach (int seed in CpuSchedule.Seeds(4)) Run(protocol, nodeCount, cpuCount, seed);
    }

    private static void Run(string protocol, int nodeCount, int cpuCount, int seed)
    {
        using TestNetwork network = new(
            nodeCount, CacheFrames, holdMicroseconds: 20, seed, _ => new SequentialPrefetch(), world => ShippedProtocols.Create(protocol, world));
        SharedPages pages = new(network);
        CpuSchedule schedule = new(seed) { Pass = () => network.Counter.AdvanceMicroseconds(1), Leap = () => Leap(network) };
        network.Counter.Interleave = schedule.Point;
        int running = nodeCount * cpuCount;
        schedule.IsOver = () => running == 0;
        foreach (TestNode node in network.Nodes)
        {
            SpinLock receive = new(LockRank.Receive, node.Order);
            void Poll()
            {
                receive.Acquire();
                network.Deliver(node.Self);
                receive.Release();
            }
            ScheduledMachine machine = new(schedule, node.Processor, node.Interrupts, node.Timers, () => network.IsAwaited(node.Self), Poll);
            for (int cpu = 0; cpu < cpuCount; cpu++)
            {
                Random random = new((seed * 1000) + (node.Self.Value * 100) + cpu);
                machine.Add(cpu, node.Waits, () =>
                {
                    for (int i = 0; i < Accesses; i++)
                    {
                        pages.Access(node, random);
                        if (random.Next(2) == 0) Poll();
                        else machine.TakeInterrupts();
                    }
                    running--;
                    while (!schedule.IsOver()) node.Waits.Idle();
                });
            }
        }
        schedule.Run();
    }

    private static bool Leap(TestNetwork network)
    {
        Cycles next = new(network.Nodes.Min(node => node.Timers.NextDeadline.Value));
        if (next >= Cycles.Never) return false;
        if (next > network.Counter.Now) network.Counter.Now = next;
        return true;
    }

    /// <summary>A counter in each of a few pages of every node, and what must be there.</summary>
    private sealed class SharedPages
    {
        private readonly TestNetwork _network;
        private readonly GranuleNumber[] _pages;
        private readonly ulong[] _expected;

        public SharedPages(TestNetwork network)
        {
            _network = network;
            _pages = [.. network.Nodes.SelectMany(node => Enumerable.Range(0, PagesPerNode).Select(i => TestNetwork.Page(node.Self.Value, (uint)i)))];
            _expected = new ulong[_pages.Length];
            foreach (TestNode node in network.Nodes) node.Stage2.Changed = AssertExclusive;
        }

        /// <summary>The calling CPU reads a counter or adds to it: what it sees is what was there last, wherever that was written.</summary>
        public void Access(TestNode node, Random random)
        {
            int place = random.Next(random.Next(2) == 0 ? HotPages : _pages.Length);
            bool adds = random.Next(2) == 0;
            ulong seen = adds ? node.Increment(_pages[place]) : node.Read(_pages[place]);
            Assert.Equal(_expected[place], seen);
            if (adds) _expected[place]++;
        }

        // One may write, or many may read.
        private void AssertExclusive(GranuleNumber page)
        {
            int writers = _network.Nodes.Count(node => node.Stage2.Permits(page, true, out _));
            int readers = _network.Nodes.Count(node => node.Stage2.Permits(page, false, out _));
            Assert.True(writers == 0 || readers == 1, $"{writers} nodes may write {page.Address.Value:x} and {readers} may read it");
        }
    }
}

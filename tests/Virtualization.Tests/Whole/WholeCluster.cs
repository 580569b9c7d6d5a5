using System;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Whole;

/// <summary>Whole nodes on one simulated Ethernet, in virtual time: a step goes to the next arrival or deadline.</summary>
internal sealed class WholeCluster : IDisposable
{
    public const ulong Epoch = 0xe70c;
    public const uint CacheFrames = 256;
    public const uint WindowPages = 512;

    private readonly int _cpus;

    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="cpus">CPUs of each.</param>
    /// <param name="seed">What becomes of frames.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="built">How many of the nodes are there to be looked at; all if null.</param>
    public WholeCluster(int nodes, int cpus, int seed, Func<IProtocolWorld, ICoherenceProtocol> protocol, int? built = null)
    {
        _cpus = cpus;
        Ethernet = new FakeEthernet(Counter, seed);
        NodeDescription[] descriptions = [.. Enumerable.Range(0, nodes).Select(node => Describe(node, (uint)cpus))];
        Nodes = [.. Enumerable.Range(0, built ?? nodes).Select(node => new WholeNode(this, new NodeId((ushort)node), descriptions, protocol))];
        for (int node = 0; node < Nodes.Length; node++)
        {
            for (int cpu = 0; cpu < cpus; cpu++)
            {
                Nodes[node].Node.On(cpu);
                Nodes[node].Node.Interrupts.TurnOn();
            }
        }
    }

    public static FrameCodec Codec { get; } = new(new TableCrc32C());

    public FakeCounter Counter { get; } = new() { Now = new Cycles(1_000_000) };

    public FakeEthernet Ethernet { get; }

    public WholeNode[] Nodes { get; }

    public static GranuleNumber Page(int node, uint index) => new(0x40000 + ((uint)node * WindowPages) + index);

    /// <summary>Goes on to whatever happens next. False if nothing will ever happen.</summary>
    public bool Step()
    {
        Cycles next = Ethernet.NextArrival;
        foreach (WholeNode node in Nodes) next = node.Node.Timers.NextDeadline < next ? node.Node.Timers.NextDeadline : next;
        if (next >= Cycles.Never) return false;
        if (next > Counter.Now) Counter.Now = next;
        Ethernet.DeliverDue();
        foreach (WholeNode node in Nodes) node.Node.Timers.RunDue();
        return true;
    }

    /// <summary>All CPUs but one, which waits, take what has come for them.</summary>
    public void RunOthers(WholeNode waiting, int waitingCpu)
    {
        foreach (WholeNode node in Nodes)
        {
            for (int cpu = 0; cpu < _cpus; cpu++)
            {
                if (node != waiting || cpu != waitingCpu) node.Node.Run(cpu);
            }
        }
    }

    public void Dispose()
    {
        foreach (WholeNode node in Nodes) node.Dispose();
    }

    private static NodeDescription Describe(int node, uint cpus) => new()
    {
        Address = new MacAddress(0x5254_0000_0001 + (ulong)node),
        WindowStart = Page(node, 0).Address,
        WindowBytes = WindowPages * GranuleNumber.Bytes,
        CpuCount = cpus,
        FirstVcpu = (uint)node * cpus,
    };
}

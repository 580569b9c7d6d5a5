using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>What carries TLB maintenance on one of several nodes.</summary>
internal sealed class TlbNode
{
    public TlbNode(FakeNetwork network, int nodes, int self, ITlbPolicy policy)
    {
        MadeUpCluster cluster = Cluster = new(nodes, cpusPerNode: 2, (byte)self);
        Waits = new FakeWaits(Counter);
        Network = network;
        Self = self;
        Broadcast = new TlbBroadcast(Tlb, Registers, network.At(cluster), cluster, Processor, Waits, Controller, new FakeCaches(), Counters);
        Decision = new TlbDecision(policy, network.At(cluster), cluster, new GuestChoice(), Registers, Waits, Log);
        Broadcast.Initialize();
        Decision.Initialize();
    }

    public MadeUpCluster Cluster { get; }

    public FakeNetwork Network { get; }

    public int Self { get; }

    public TlbBroadcast Broadcast { get; }

    public TlbDecision Decision { get; }

    public FakeGuestTlb Tlb { get; } = new();

    public FakeGuestRegisters Registers { get; } = new();

    public FakeProcessor Processor { get; } = new();

    public FakeCounter Counter { get; } = new();

    public FakeWaits Waits { get; }

    public FakeInterruptController Controller { get; } = new();

    public NodeCounters Counters { get; } = new(new FakeProcessor());

    public RecordingLog Log { get; } = new();
}

using System;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Hosting;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests.Whole;

/// <summary>A node with everything that sends or takes messages, from the link to the guest's devices, over a fake machine. Its guest is whoever calls it.</summary>
internal sealed class WholeNode : IDisposable
{
    private const int SmallCluster = 4;

    private readonly FakePhysicalMemory _ram;
    private readonly ClusterDescription _cluster = new();
    private readonly NodeDescription[] _nodes;

    public WholeNode(WholeCluster whole, NodeId self, NodeDescription[] nodes, Func<IProtocolWorld, ICoherenceProtocol> protocol)
    {
        _nodes = nodes;
        _ram = new FakePhysicalMemory(nodes.Length <= SmallCluster ? 8ul << 20 : 24ul << 20);
        Link = whole.Ethernet.Attach(nodes[self.Value].Address);
        _cluster.Join(WholeCluster.Epoch);
        _cluster.Describe(self, nodes);
        Node = new SimulatedNode(_cluster, 4, whole.Counter, Connect);
        Memory = NewMemory(whole, protocol);
        Forwarding = NewForwarding();
        Tlb = new TlbBroadcast(new FakeGuestTlb(), new FakeGuestRegisters(), Messenger, _cluster, Node.Processor, Node.Waits, Node.Controller, Node.Caches, Counters);
        Tlb.Initialize();
        Link.Arrived = () => Node.Router.Take(Link.Interrupt);
    }

    public FakeLink Link { get; }

    public SimulatedNode Node { get; }

    public MemoryAggregation Memory { get; }

    public MmioForwarding Forwarding { get; }

    public TlbBroadcast Tlb { get; }

    public RegisterFile Device { get; } = new();

    public FakeStage2 Stage2 { get; } = new();

    public NodeCounters Counters { get; } = new(new FakeProcessor());

    public FakeFirmware Firmware { get; } = new();

    public FramePool Pool { get; private set; } = null!;

    public Messenger Messenger { get; private set; } = null!;

    public ClusterShutdown Shutdown { get; private set; } = null!;

    /// <summary>The guest on a CPU makes an access. False: it waits now, and is to try again.</summary>
    public bool TryAccess(int cpu, GranuleNumber page, AccessKind kind)
    {
        Node.On(cpu);
        return Stage2.Permits(page, kind == AccessKind.Write, out _) || Try(() => Memory.Resolve(page, kind));
    }

    /// <summary>The first word of a page that the guest may access.</summary>
    public unsafe ref ulong Word(GranuleNumber page, AccessKind kind)
    {
        Assert.True(Stage2.Permits(page, kind == AccessKind.Write, out PhysicalAddress frame));
        return ref *(ulong*)_ram.Pointer(frame);
    }

    /// <summary>Does on a CPU what may wait for messages. False: it waits, and is left waiting.</summary>
    public bool Try(int cpu, Action action)
    {
        Node.On(cpu);
        return Try(action);
    }

    /// <summary>Does on a CPU what may wait for messages, while everything else goes on. False: what it waits for does not come.</summary>
    public bool Complete(WholeCluster whole, int cpu, Action action)
    {
        int left = 1000;
        Node.On(cpu);
        Node.Waits.OnServe = () =>
        {
            if (left-- == 0 || !whole.Step()) throw new TimeoutException();
            whole.RunOthers(this, cpu);
            Node.On(cpu);
        };
        try
        {
            action();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _ram.Dispose();

    private bool Try(Action action)
    {
        Node.Waits.OnServe = () => throw new TimeoutException();
        try
        {
            action();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Messenger Connect(SimulatedNode node)
    {
        DeliveryOptions options = IInterconnect.DefaultDelivery();
        JumboFrames transport = new();
        FrameCodec codec = WholeCluster.Codec;
        OpenFrames security = new(Link, new BootFiles(new Bootargs(string.Empty), _ram));
        Transmitter transmitter = new(Link, security, codec, _cluster, node.Time, node.Counter, Counters, _ram, node.Order);
        Pool = new FramePool(transmitter, transport);
        MessageRoom room = new(Pool, transmitter, node.Processor, node.Controller, node.Waits);
        RunningTime running = new(node.Counter, node.Timers, new RecordingLog());
        ReliableDelivery delivery = new(transmitter, transport, Pool, room, _cluster, node.Timers, node.Counter, running, Counters, _ram, Link, security, options);
        MessageTable table = new(_cluster);
        FrameReceiver receiver = new(Link, security, codec, delivery, transport, table, _cluster, node.Time, node.Timers, node.Counter, Counters, new Strangers(new RecordingLog()), options, node.Order);
        Gathering gathering = new(delivery, node.Timers, node.Counter, node.Order);
        Messenger = new Messenger(delivery, gathering, table, room);
        HostChannel host = new(transmitter, _cluster, node.Counter);
        HostTraceSink trace = new(host, transmitter, _cluster, node.Timers, node.Counter, new HostTraceOptions(false), node.Order);
        CounterSender counters = new(Counters, new NoHotPages(), Messenger, host);
        Shutdown = new ClusterShutdown(Messenger, delivery, counters, trace, host, _cluster, node.Timers, node.Counter, running, node.Waits, Firmware, new RecordingLog(), node.Order);
        running.Initialize();
        transmitter.Initialize();
        delivery.Initialize();
        receiver.Initialize();
        trace.Initialize();
        gathering.Initialize();
        Shutdown.Initialize();
        delivery.Connect();
        new LinkInterruptHandler(Link, receiver, node.Router, node.Controller, node.Waits).Initialize();
        return Messenger;
    }

    private MemoryAggregation NewMemory(WholeCluster whole, Func<IProtocolWorld, ICoherenceProtocol> create)
    {
        ServiceProvider node = new ServiceCollection().AddModule(typeof(IMemoryAggregation))
            .AddSingleton<ICluster>(_cluster).AddSingleton(new MemoryAggregationOptions(WholeCluster.CacheFrames * GranuleNumber.Bytes, 0))
            .AddSingleton<IPageGeometry, SmallPages>().AddSingleton<IPrefetchPolicy, SequentialPrefetch>().AddSingleton<IRunPolicy, GrowingRuns>().AddSingleton<IHoldPolicy, TimedHolds>()
            .AddSingleton(provider => create(provider.GetRequiredService<IProtocolWorld>())).AddSingleton<IMessenger>(Messenger)
            .AddSingleton<IPhysicalMemory>(_ram).AddSingleton<IStage2>(Stage2).AddSingleton<IStage2Tlb>(Stage2).AddSingleton<ICacheMaintenance>(new FakeCaches())
            .AddSingleton<IProcessor>(Node.Processor).AddSingleton<ILockOrder>(Node.Order).AddSingleton<IInterruptController>(Node.Controller).AddSingleton<ICounter>(whole.Counter).AddSingleton<ITimers>(Node.Timers)
            .AddSingleton<IWaits>(Node.Waits).AddSingleton<IGuestTime>(Node.Time).AddSingleton<ITraceSink>(new NoTrace()).AddSingleton(Counters).AddSingleton<ILog>(new RecordingLog())
            .BuildServiceProvider();
        node.GetRequiredService<IBootSequence>().Start(BootPhase.Memory);
        return node.GetRequiredService<MemoryAggregation>();
    }

    private MmioForwarding NewForwarding()
    {
        MmioBus bus = new([Node.DistributorRegisters, Node.RedistributorRegisters, Device]);
        TrapLog log = new(new RecordingLog(), Node.Counter);
        MmioForwarding forwarding = new(bus, Messenger, _cluster, Node.Topology, Node.Processor, Node.Calls, Node.Caches, Counters, log);
        forwarding.Initialize();
        Assert.Equal(_nodes.Length, _cluster.NodeCount);
        return forwarding;
    }

    private sealed class NoHotPages : IHotPages
    {
        public int Find(Span<HotPage> hottest) => 0;
    }

    private sealed class NoTrace : ITraceSink
    {
        public bool IsOn => false;

        public void Write(in TraceEntry entry) => throw new NotSupportedException("nobody records");
    }
}

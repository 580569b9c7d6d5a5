using System;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Fakes;
using Pilevisor.Hosting;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>A node with the shipped memory aggregation, as its module registers it, over fakes, and a guest that reads and writes words.</summary>
internal sealed unsafe class TestNode : IMessenger, IDisposable
{
    private readonly TestNetwork _network;
    private readonly FakePhysicalMemory _physical = new(16 << 20);
    private readonly MessageTable _messages;
    private PhysicalAddress _received;

    public TestNode(TestNetwork network, TestCluster cluster, MemoryAggregationOptions options, IPageGeometry geometry, IPrefetchPolicy policy, Func<IProtocolWorld, ICoherenceProtocol> create)
    {
        _network = network;
        Self = cluster.Self;
        Cluster = cluster;
        _messages = new MessageTable(cluster);
        _received = _physical.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "received page");
        Order = new CheckedLockOrder(Processor);
        Timers = new FakeTimers(network.Counter, Processor);
        Waits = new FakeWaits(network.Counter) { OnServe = () => network.Advance() };
        ServiceProvider node = new ServiceCollection().AddModule(typeof(IMemoryAggregation))
            .AddSingleton<ICluster>(cluster).AddSingleton(geometry).AddSingleton(options).AddSingleton(policy).AddSingleton<IRunPolicy, GrowingRuns>().AddSingleton<IHoldPolicy, TimedHolds>()
            .AddSingleton(provider => create(provider.GetRequiredService<IProtocolWorld>())).AddSingleton<IMessenger>(this)
            .AddSingleton<IPhysicalMemory>(_physical).AddSingleton<IStage2>(Stage2).AddSingleton<IStage2Tlb>(Stage2).AddSingleton<ICacheMaintenance>(Caches)
            .AddSingleton<IProcessor>(Processor).AddSingleton<ILockOrder>(Order).AddSingleton<IInterruptController>(Interrupts).AddSingleton<ICounter>(network.Counter).AddSingleton<ITimers>(Timers)
            .AddSingleton<IDepartureSteps>(Steps).AddSingleton<NodeDeparture>().AddSingleton<NodeBurial>().AddSingleton(new RunningTime(network.Counter, Timers, Log))
            .AddSingleton<IWaits>(Waits).AddSingleton<IGuestTime>(new FakeGuestTime(network.Counter)).AddSingleton<ITraceSink>(Trace).AddSingleton(Counters).AddSingleton<ILog>(Log)
            .BuildServiceProvider();
        node.GetRequiredService<IBootSequence>().Start(BootPhase.Memory);
        Frames = node.GetRequiredService<FrameCache>();
        PageWaits = node.GetRequiredService<PageWaits>();
        RecentWaits = node.GetRequiredService<RecentWaits>();
        Memory = node.GetRequiredService<MemoryAggregation>();
        Records = node.GetRequiredService<PageRecords>();
        Reclaimer = node.GetRequiredService<FrameReclaimer>();
        Windows = node.GetRequiredService<WindowMap>();
        Departure = node.GetRequiredService<NodeDeparture>();
        Departure.Initialize();
        Burial = node.GetRequiredService<NodeBurial>();
        Burial.Initialize();
    }

    public NodeId Self { get; }

    public TestCluster Cluster { get; }

    public WindowMap Windows { get; }

    public NodeDeparture Departure { get; }

    public NodeBurial Burial { get; }

    public TestSteps Steps { get; } = new();

    public MemoryAggregation Memory { get; }

    public FrameCache Frames { get; }

    public PageRecords Records { get; }

    public FrameReclaimer Reclaimer { get; }

    public RecordingLog Log { get; } = new();

    public NodeCounters Counters { get; } = new(new FakeProcessor());

    public PageWaits PageWaits { get; }

    public RecentWaits RecentWaits { get; }

    public FakeProcessor Processor { get; } = new();

    public CheckedLockOrder Order { get; }

    public FakeInterruptController Interrupts { get; } = new();

    public FakeTimers Timers { get; }

    public FakeWaits Waits { get; }

    public TestTraceSink Trace { get; } = new();

    public FakeStage2 Stage2 { get; } = new();

    public FakeCaches Caches { get; } = new();

    /// <summary>How many of the guest's accesses had to wait.</summary>
    public ulong SlowFaults
    {
        get
        {
            ulong total = 0;
            for (int i = 0; i < NodeCounters.LatencyBuckets; i++) total += Counters.FaultLatencies(i);
            return total;
        }
    }

    public void Register(MessageKind kind, MessageShape shape, MessageHandler handler) => _messages.Register(kind, shape, handler);

    public void Reserve(int messages, int contents = 0, int contentBytes = 4096)
    {
    }

    public void Register(RoomHandler handler) => throw new NotSupportedException("coherence is bounded by its transactions");

    public bool HasRoom(NodeId to) => throw new NotSupportedException("coherence is bounded by its transactions");

    public bool MayStart => true;

    public void AwaitRoom()
    {
    }

    /// <summary>The page is read when it arrives, as late as an interface may read it that has to send it again.</summary>
    public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content, PhysicalAddress pinned)
    {
        Assert.Equal(content.IsEmpty, pinned.Value == 0);
        int length = content.Length;
        _network.Post(Self, to, new TestMessage(Self, kind, body.ToArray(), pinned, length == 0 ? null : () => new ReadOnlySpan<byte>(_physical.Pointer(pinned), length).ToArray()));
    }

    public void Unpin(PhysicalAddress content) => _network.Unpin(Self, content);

    public void Gather(NodeId to, MessageKind kind, byte value) => throw new NotSupportedException("no page is a byte");

    public void Deliver(NodeId from, MessageKind kind, byte[] body, byte[] page)
    {
        ReceivedPage received = default;
        if (page.Length > GranuleNumber.Bytes) received = new ReceivedPage(page);
        else if (page.Length != 0)
        {
            page.CopyTo(new Span<byte>(_physical.Pointer(_received), 4096));
            received = new ReceivedPage(new ReadOnlySpan<byte>(_physical.Pointer(_received), page.Length), ref _received);
        }
        _messages.Dispatch(from, kind, new AssembledMessage(body, received));
        // Whoever still uses what belongs to the link sees that at once.
        if (page.Length != 0) new Span<byte>(_physical.Pointer(_received), 4096).Fill(0xdd);
    }

    /// <summary>The guest reads the first word of a page.</summary>
    public ulong Read(GranuleNumber page) => *Reach(page, AccessKind.Read);

    /// <summary>The guest writes the first word of a page.</summary>
    public void Write(GranuleNumber page, ulong value) => *Reach(page, AccessKind.Write) = value;

    /// <summary>The guest adds 1 to the first word of a page, in one instruction; what was there before.</summary>
    public ulong Increment(GranuleNumber page) => (*Reach(page, AccessKind.Write))++;

    /// <summary>The first word of a frame, as a device sees it that was given its address.</summary>
    public ref ulong Device(PhysicalAddress frame) => ref *(ulong*)_physical.Pointer(frame);

    /// <summary>The guest makes an access that has to wait, and is left waiting.</summary>
    public void Ask(GranuleNumber page, AccessKind kind)
    {
        Action? before = Waits.OnServe;
        Waits.OnServe = () => throw new TimeoutException();
        Assert.Throws<TimeoutException>(() => Memory.Resolve(page, kind));
        Waits.OnServe = before;
    }

    public ulong Fetches() => Counters[Counter.ReadFetches] + Counters[Counter.WriteFetches];

    public void Dispose() => _physical.Dispose();

    private ulong* Reach(GranuleNumber page, AccessKind kind)
    {
        // The access is made as soon as stage 2 lets it, and faults anew if the page was lost meanwhile.
        for (int tries = 0; tries < 1000; tries++)
        {
            if (Stage2.Permits(page, kind == AccessKind.Write, out PhysicalAddress frame)) return (ulong*)_physical.Pointer(frame);
            Memory.Resolve(page, kind);
        }
        throw new InvalidOperationException($"the guest never gets {page.Address.Value:x}");
    }
}

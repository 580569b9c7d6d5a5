using System;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Fakes;
using Pilevisor.Hosting;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>One machine of a <see cref="TestNetwork"/>: the real interconnect, as its module registers it, over fakes.</summary>
internal sealed class TestNode : IDisposable
{
    public TestNode(TestNetwork network, MacAddress address, DeliveryOptions options)
    {
        FakeCounter counter = network.Counter;
        Link = network.Ethernet.Attach(address);
        Processor = new FakeProcessor();
        Order = new CheckedLockOrder(Processor);
        Timers = new FakeTimers(counter, Processor);
        Running = new RunningTime(counter, Timers, Log);
        Running.Initialize();
        Waits = new FakeWaits(counter) { OnServe = () => network.Step() };
        Time = new FakeGuestTime(counter);
        ContentBytes = network.ContentBytes;
        if (network.Key is { } key) GiveFiles(CpioArchive.Of(("key", Encoding.ASCII.GetBytes(key))));
        if (network.DrawsSeed) network.Seeds.NextBytes(Hardware.Seed = new byte[BootSeed.Bytes]);
        ServiceProvider node = new ServiceCollection().AddModule(typeof(IInterconnect))
            .AddSingleton<ILink>(Link).AddSingleton<ICounter>(counter).AddSingleton<IProcessor>(Processor).AddSingleton<ILockOrder>(Order).AddSingleton<ITimers>(Timers).AddSingleton(Running)
            .AddSingleton<IWaits>(Waits).AddSingleton<IGuestTime>(Time).AddSingleton<IPowerControl>(Firmware).AddSingleton<IInterruptRouter>(Router).AddSingleton<IInterruptController>(Controller)
            .AddSingleton<ILog>(Log).AddSingleton(Counters).AddSingleton<IHotPages>(HotPages).AddSingleton<IRecentWaits>(HotPages).AddSingleton<INodeStatus>(Status).AddSingleton<IPhysicalMemory>(_memory)
            .AddSingleton<IHardware>(Hardware).AddSingleton<BootFiles>().AddSingleton(typeof(IFrameSecurity), network.Security).AddSingleton<BootSeed>()
            .AddSingleton(TestNetwork.Codec).AddSingleton(network.Transport()).AddSingleton(options).AddSingleton(new HostTraceOptions(network.Records))
            .BuildServiceProvider();
        node.GetRequiredService<IBootSequence>().Start(BootPhase.Interconnect);
        Cluster = node.GetRequiredService<ClusterDescription>();
        Transmitter = node.GetRequiredService<Transmitter>();
        Pool = node.GetRequiredService<FramePool>();
        Delivery = node.GetRequiredService<ReliableDelivery>();
        Watch = node.GetRequiredService<PeerWatch>();
        Receiver = node.GetRequiredService<FrameReceiver>();
        Messenger = (Messenger)node.GetRequiredService<IMessenger>();
        Host = node.GetRequiredService<HostChannel>();
        LogSink = node.GetRequiredService<HostLogSink>();
        Membership = node.GetRequiredService<Membership>();
        Panics = node.GetRequiredService<PanicBroadcast>();
        Trace = node.GetRequiredService<HostTraceSink>();
        Shutdown = node.GetRequiredService<ClusterShutdown>();
        Views = node.GetRequiredService<ClusterViews>();
        Link.Arrived = () => Router.Take(Link.Interrupt);
    }

    /// <summary>What the tests' messages may have waiting, apart from the interconnect's own.</summary>
    public const int ReservedMessages = 256;

    public const int ReservedPages = 64;

    public Bootargs Hardware { get; } = new(string.Empty);

    private readonly FakePhysicalMemory _memory = new(64 << 20);

    /// <summary>How long its contents are.</summary>
    public int ContentBytes { get; }

    public FakeLink Link { get; }

    public FakeProcessor Processor { get; }

    public CheckedLockOrder Order { get; }

    public FakeTimers Timers { get; }

    public RunningTime Running { get; }

    public FakeWaits Waits { get; }

    public FakeGuestTime Time { get; }

    public FakeFirmware Firmware { get; } = new();

    public FakeInterruptRouter Router { get; } = new();

    public FakeInterruptController Controller { get; } = new();

    public RecordingLog Log { get; } = new();

    public NodeCounters Counters { get; } = new(new FakeProcessor());

    public FakeNodeStatus Status { get; } = new();

    public FakeHotPages HotPages { get; } = new();

    public ClusterDescription Cluster { get; }

    public Transmitter Transmitter { get; }

    public ReliableDelivery Delivery { get; }

    public PeerWatch Watch { get; }

    public FramePool Pool { get; }

    public FrameReceiver Receiver { get; }

    public Messenger Messenger { get; }

    public HostChannel Host { get; }

    public HostLogSink LogSink { get; }

    public HostTraceSink Trace { get; }

    public PanicBroadcast Panics { get; }

    public Membership Membership { get; }

    public ClusterShutdown Shutdown { get; }

    public ClusterViews Views { get; }

    public static NodeOffer Offer(ulong megabytes = 64, ulong cpus = 1) =>
        new() { MemoryBytes = megabytes << 20, CpuCount = cpus, CounterFrequencyHz = 1_000_000_000 };

    private void GiveFiles(byte[] archive)
    {
        Hardware.Payload = _memory.Allocate((ulong)archive.Length, GranuleNumber.Bytes, "what the machine boots with");
        Hardware.PayloadBytes = (ulong)archive.Length;
        archive.CopyTo(BootArchive);
    }

    /// <summary>What it was given to boot with, as it is now.</summary>
    public unsafe Span<byte> BootArchive => new(_memory.Pointer(Hardware.Payload), (int)Hardware.PayloadBytes);

    /// <summary>Makes this node number <paramref name="self"/> of a cluster without going through bring-up.</summary>
    public void Join(ulong epoch, NodeId self, ReadOnlySpan<NodeDescription> nodes)
    {
        Cluster.Join(epoch);
        Cluster.Describe(self, nodes);
        Delivery.Connect();
        Messenger.Reserve(ReservedMessages, ReservedPages, ContentBytes);
    }

    public void Send(NodeId to, uint number, ReadOnlySpan<byte> page = default) =>
        Messenger.Send(to, MessageKind.FirstCoherence, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in number)), page);

    /// <summary>A page of the machine's RAM, all of it <paramref name="value"/>.</summary>
    public unsafe PhysicalAddress NewPage(byte value)
    {
        PhysicalAddress page = _memory.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "page of a test");
        new Span<byte>(_memory.Pointer(page), (int)GranuleNumber.Bytes).Fill(value);
        return page;
    }

    /// <summary>Sends such a page, and leaves it where it is.</summary>
    public unsafe void SendPinned(NodeId to, uint number, PhysicalAddress page) =>
        Messenger.Send(to, MessageKind.FirstCoherence, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in number)), new ReadOnlySpan<byte>(_memory.Pointer(page), (int)GranuleNumber.Bytes), page);

    /// <summary>Writes such a page, as all do who write: after it was unpinned.</summary>
    public unsafe void Write(PhysicalAddress page, byte value)
    {
        Messenger.Unpin(page);
        new Span<byte>(_memory.Pointer(page), (int)GranuleNumber.Bytes).Fill(value);
    }

    public void Dispose() => _memory.Dispose();
}

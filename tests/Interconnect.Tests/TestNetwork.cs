using System;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Machines on one simulated Ethernet, in virtual time: a step goes to the next arrival or deadline.</summary>
internal sealed class TestNetwork(int seed = 1) : IDisposable
{
    private FakeEthernet? _ethernet;

    public const ulong Epoch = 0xe70c;

    /// <summary>What a stranger makes frames with, and the host reads them.</summary>
    public static FrameCodec Codec { get; } = new(new TableCrc32C());

    public FakeCounter Counter { get; } = new() { Now = new Cycles(1_000_000) };

    public FakeEthernet Ethernet => _ethernet ??= new FakeEthernet(Counter, seed);

    /// <summary>Whether the machines record.</summary>
    public bool Records { get; init; }

    /// <summary>Makes each machine's transport.</summary>
    public Func<ITransport> Transport { get; init; } = () => new JumboFrames();

    /// <summary>What the machines' frames go through.</summary>
    public Type Security { get; init; } = typeof(OpenFrames);

    /// <summary>What the file with the key holds that the next machine boots with; null if it has none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the next machine's firmware draws random bytes.</summary>
    public bool DrawsSeed { get; set; } = true;

    /// <summary>Random bytes that no other machine gets.</summary>
    public Random Seeds { get; } = new(seed);

    /// <summary>How long contents of the tests' messages are.</summary>
    public int ContentBytes { get; init; } = (int)GranuleNumber.Bytes;

    public List<TestNode> Nodes { get; } = [];

    public static MacAddress Address(int index) => new(0x5254_0000_0001 + (ulong)index);

    /// <summary>Switches a machine on.</summary>
    public TestNode Add(int index, DeliveryOptions? options = null)
    {
        TestNode node = new(this, Address(index), options ?? new DeliveryOptions());
        Nodes.Add(node);
        return node;
    }

    /// <summary>Machines that are one cluster already.</summary>
    public TestNode[] AddCluster(int count, DeliveryOptions? options = null)
    {
        NodeDescription[] nodes = new NodeDescription[count];
        for (int i = 0; i < count; i++)
        {
            GuestPhysicalAddress window = new(0x4000_0000 + ((ulong)i << 26));
            nodes[i] = new NodeDescription { Address = Address(i), WindowStart = window, WindowBytes = 1 << 26, CpuCount = 1, FirstVcpu = (uint)i };
        }
        TestNode[] added = new TestNode[count];
        for (int i = 0; i < count; i++)
        {
            added[i] = Add(i, options);
            added[i].Join(Epoch, new NodeId((ushort)i), nodes);
        }
        return added;
    }

    /// <summary>When the next frame arrives or the next deadline passes; <see cref="Cycles.Never"/> if nothing will ever happen.</summary>
    public Cycles NextEvent
    {
        get
        {
            Cycles next = Ethernet.NextArrival;
            foreach (TestNode node in Nodes)
            {
                if (node.Timers.NextDeadline < next) next = node.Timers.NextDeadline;
            }
            return next;
        }
    }

    /// <summary>Goes on to whatever happens next. False if nothing will ever happen.</summary>
    public bool Step()
    {
        Cycles next = NextEvent;
        if (next >= Cycles.Never) return false;
        if (next > Counter.Now) Counter.Now = next;
        Ethernet.DeliverDue();
        foreach (TestNode node in Nodes.ToArray()) node.Timers.RunDue();
        return true;
    }

    /// <summary>Goes on until <paramref name="isDone"/>; false if that has not come after <paramref name="milliseconds"/> of virtual time.</summary>
    public bool RunUntil(Func<bool> isDone, ulong milliseconds = 60_000)
    {
        Cycles end = Counter.Now + Counter.Microseconds(milliseconds * 1000);
        while (!isDone())
        {
            if (NextEvent > end || !Step()) return false;
        }
        return true;
    }

    /// <summary>Lets <paramref name="milliseconds"/> of virtual time pass.</summary>
    public void Run(ulong milliseconds)
    {
        Cycles end = Counter.Now + Counter.Microseconds(milliseconds * 1000);
        while (NextEvent <= end) Step();
        Counter.Now = end;
    }

    /// <summary>The frames to the host so far, each decoded by what the host tools use.</summary>
    public List<T> HostFrames<T>(HostKind kind, HostFrameReader<T> read)
    {
        List<T> values = [];
        foreach (byte[] frame in Ethernet.Strays)
        {
            if (HostFrame.TryDecode(TestNetwork.Codec, frame, out HostFrame decoded) && decoded.Kind == kind) values.Add(read(decoded));
        }
        return values;
    }

    public void Dispose()
    {
        foreach (TestNode node in Nodes) node.Dispose();
    }
}

using System;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Two nodes with two CPUs each; the device lives on the leader, the guest asks on node 1.</summary>
public sealed class MmioForwardingTests
{
    private readonly FakeCounter _counter = new();
    private readonly LoopbackMessenger _network = new();
    private readonly FakeProcessor _processor = new();
    private readonly FakeWaits _waits;
    private readonly FakeInterruptController _controller = new();
    private readonly FakeCaches _caches = new();
    private readonly NodeCounters _counters = new(new FakeProcessor());
    private readonly RecordingLog _log = new();
    private readonly RegisterFile _device = new();
    private readonly MmioForwarding _leader;
    private readonly MmioForwarding _member;

    public MmioForwardingTests()
    {
        _waits = new FakeWaits(_counter) { OnServe = _network.DeliverAll };
        _leader = Make(0);
        _member = Make(1);
    }

    [Fact]
    public void A_read_waits_for_its_answer()
    {
        _device.Value = 0xabcd;
        _processor.Current = new CpuIndex(1);
        Assert.True(_member.TryRead(At(0x10), 2, out ulong value));
        Assert.Equal(0xabcdul, value);
        Assert.Equal((0x10u, 2, 3u), (_device.LastOffset, _device.LastBytes, _device.LastVcpu));
        Assert.Equal(1ul, _counters[Counter.ForwardedAccesses]);
        Assert.Empty(_controller.Kicks);
    }

    // The leader's CPUs may see what was written, the member's what was read.
    [Fact]
    public void Who_learns_of_another_nodes_doings_fetches_its_instructions_anew()
    {
        int written = 0;
        _caches.OnInvalidateInstructions = () => written = _device.Writes;
        Assert.True(_member.TryWrite(At(0), 4, 42));
        _network.DeliverAll();
        Assert.Equal((0, 1, 1), (written, _device.Writes, _caches.InstructionInvalidations));
        Assert.True(_member.TryRead(At(0), 4, out _));
        Assert.Equal(3, _caches.InstructionInvalidations);
    }

    [Fact]
    public void On_the_leader_nothing_is_sent()
    {
        Assert.True(_leader.TryWrite(At(0), 4, 7));
        Assert.True(_leader.TryRead(At(0), 4, out ulong value));
        Assert.Equal(7ul, value);
        Assert.Empty(_network.Sent);
    }

    [Fact]
    public void A_write_does_not_wait_and_a_later_read_sees_it()
    {
        Assert.True(_member.TryWrite(At(0), 4, 42));
        Assert.Equal(0, _device.Writes);
        Assert.True(_member.TryRead(At(0), 4, out ulong value));
        Assert.Equal(42ul, value);
    }

    [Fact]
    public void Writes_under_way_are_bounded()
    {
        int most = 0;
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(_member.TryWrite(At(0), 4, (ulong)i));
            most = Math.Max(most, _network.UnderWay);
        }
        _network.DeliverAll();
        Assert.Equal(1000, _device.Writes);
        Assert.Equal(999ul, _device.Value);
        Assert.Equal(MmioForwarding.PostedLimit - 1, most);
        Assert.Equal(1000 / MmioForwarding.PostedLimit, _network.Sent.Count(kind => kind == (MessageKind)MmioForwardingMessage.ConfirmedWrite));
    }

    [Fact]
    public void An_answer_that_another_CPU_takes_wakes_the_one_that_waits()
    {
        _processor.Current = new CpuIndex(1);
        _waits.OnServe = () =>
        {
            _processor.Current = new CpuIndex(0);
            _network.DeliverAll();
            _processor.Current = new CpuIndex(1);
        };
        Assert.True(_member.TryRead(At(0), 4, out _));
        Assert.Equal([1], _controller.Kicks);
    }

    [Fact]
    public void A_register_that_is_not_there_is_found_missing_from_afar()
    {
        Assert.False(_member.TryRead(At(RegisterFile.Missing), 4, out _));
        Assert.False(_member.TryRead(new GuestPhysicalAddress(0x1000), 4, out _));
        Assert.True(_member.TryWrite(At(RegisterFile.Missing), 4, 1)); // posted: found out too late
        _network.DeliverAll();
        Assert.Equal("Warning: vcpu 2 on node 1 wrote to 0xb000800, where there is no register", Assert.Single(_log.Lines));
    }

    [Fact]
    public void What_no_guest_can_have_done_is_refused_by_name()
    {
        MmioMessage right = new() { Address = RegisterFile.Address, Vcpu = 2, Width = 4, Cpu = 1 };
        Assert.Contains("its body has another length", Refused(NodeId.Leader, MmioForwardingMessage.Read, new byte[MmioMessage.Bytes - 1]));
        Assert.StartsWith("node 1 sent a message of kind 0x50 that cannot be: no access is that wide; body 0000000b", Refused(right with { Width = 0 }));
        Assert.Contains("no access is that wide", Refused(right with { Width = 3 }));
        Assert.Contains("it names a CPU that there is not", Refused(right with { Cpu = 2 }));
        Assert.Contains("a vCPU that is not its sender's", Refused(right with { Vcpu = 1 }));
        Assert.Contains("a vCPU that is not its sender's", Refused(right with { Vcpu = 4 }));
        Assert.Contains("no such register lives here", Refused(right with { Address = RegisterFile.Address - 4 }));
        Assert.Contains("no such register lives here", Refused(right with { Address = ulong.MaxValue }));
        Assert.Contains("no such register lives here", Refused(right with { Vcpu = 0 }, MmioForwardingMessage.ConfirmedWrite, new NodeId(1)));
    }

    [Fact]
    public void What_was_not_asked_is_not_answered()
    {
        MmioMessage answer = new() { Address = RegisterFile.Address, Vcpu = 2, Width = 4, Exists = 1 };
        Assert.Contains("it answers what was not asked", Refused(answer, MmioForwardingMessage.Reply));
        Assert.Contains("it names a CPU that there is not", Refused(answer with { Cpu = 16 }, MmioForwardingMessage.Reply));
    }

    private string Refused(MmioMessage message, MmioForwardingMessage kind = MmioForwardingMessage.Read, NodeId to = default) =>
        Refused(to, kind, MemoryMarshal.AsBytes(new ReadOnlySpan<MmioMessage>(in message)).ToArray());

    private string Refused(NodeId to, MmioForwardingMessage kind, byte[] body) =>
        Assert.Throws<PanicException>(() => _network.Deliver(new NodeId((ushort)(1 - to.Value)), to, (MessageKind)kind, body)).Message;

    private MmioForwarding Make(byte self)
    {
        MadeUpCluster cluster = new(2, 2, self);
        MmioBus bus = new([_device]);
        MmioForwarding forwarding = new(
            bus, _network.Connect(cluster), cluster, new VcpuTopology(cluster, _processor), _processor, new RemoteCalls(cluster, _waits, _processor, _controller), _caches, _counters, new TrapLog(_log, _counter));
        forwarding.Initialize();
        return forwarding;
    }

    private static GuestPhysicalAddress At(uint offset) => new(RegisterFile.Address + offset);
}

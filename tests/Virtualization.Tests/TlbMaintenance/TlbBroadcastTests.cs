using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Three nodes with two CPUs each.</summary>
public sealed class TlbBroadcastTests
{
    private const int Nodes = 3;
    private const ulong Operand = 0x0001_0008_1234_5678;
    private static readonly SystemRegisterEncoding _vaInnerShareable = new(1, 0, 8, 3, 1);
    private static readonly SystemRegisterEncoding _rangeInnerShareable = new(1, 0, 8, 2, 1);

    private readonly FakeNetwork _network = new(Nodes);
    private readonly TlbNode[] _nodes;

    public TlbBroadcastTests()
    {
        _nodes = [.. Enumerable.Range(0, Nodes).Select(node => new TlbNode(_network, Nodes, node, new CarriedTlb()))];
        foreach (TlbNode node in _nodes)
        {
            node.Registers.Identification[(6, 0)] = 2ul << 56;
            node.Waits.OnServe = DeliverAll;
        }
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(6, true)]
    public void A_local_form_stays_on_its_CPU(int crm, bool isRange)
    {
        Assert.True(_nodes[1].Broadcast.TryExecute(new SystemRegisterEncoding(1, 0, 8, crm, 1), Operand));
        Assert.Equal([((byte)(isRange ? 17 : 1), Operand)], _nodes[1].Tlb.Executed);
        Assert.Equal(0, _network.SentCount);
    }

    [Theory]
    [InlineData(3, 0, 8)] // VMALLE1IS
    [InlineData(3, 1, 9)] // VAE1IS
    [InlineData(3, 2, 10)] // ASIDE1IS
    [InlineData(3, 3, 11)] // VAAE1IS
    [InlineData(3, 5, 13)] // VALE1IS
    [InlineData(3, 7, 15)] // VAALE1IS
    [InlineData(1, 0, 8)] // VMALLE1OS
    [InlineData(1, 7, 15)] // VAALE1OS
    [InlineData(2, 1, 25)] // RVAE1IS
    [InlineData(2, 7, 31)] // RVAALE1IS
    [InlineData(5, 3, 27)] // RVAAE1OS
    public void A_broadcast_one_is_executed_on_every_node_when_it_returns(int crm, int op2, int number)
    {
        Assert.True(_nodes[1].Broadcast.TryExecute(new SystemRegisterEncoding(1, 0, 8, crm, op2), Operand));
        Assert.All(_nodes, node => Assert.Equal([((byte)number, Operand)], node.Tlb.Executed));
        Assert.Equal(2 * (Nodes - 1), _network.SentCount);
        Assert.Equal((ulong)(Nodes - 1), _nodes[1].Counters[Counter.CarriedTlbInvalidations]);
    }

    [Theory]
    [InlineData(9, 3, 1)] // TLBI VAE1ISNXS: FEAT_XS is not shown
    [InlineData(8, 3, 4)]
    [InlineData(8, 2, 0)]
    [InlineData(7, 8, 0)] // AT S1E1R
    public void What_is_none_is_not_executed(int crn, int crm, int op2)
    {
        Assert.False(_nodes[0].Broadcast.TryExecute(new SystemRegisterEncoding(1, 0, crn, crm, op2), Operand));
        Assert.All(_nodes, node => Assert.Empty(node.Tlb.Executed));
        Assert.Equal(0, _network.SentCount);
    }

    [Fact]
    public void All_nodes_at_once_serve_each_other_while_they_wait()
    {
        // Each begins while the one before waits, so the first waits until all are done.
        int begun = 1;
        foreach (TlbNode node in _nodes)
        {
            node.Waits.OnServe = () =>
            {
                if (begun < Nodes) Assert.True(_nodes[begun].Broadcast.TryExecute(_vaInnerShareable, (ulong)begun++));
                else DeliverAll();
            };
        }
        Assert.True(_nodes[0].Broadcast.TryExecute(_vaInnerShareable, 0));
        Assert.All(_nodes, node => Assert.Equal([0ul, 1, 2], node.Tlb.Executed.Select(executed => executed.Operand).Order().ToArray()));
        Assert.Empty(_network.Waiting());
    }

    [Fact]
    public void A_node_that_dies_is_waited_for_no_more_and_the_others_are()
    {
        _nodes[0].Waits.OnServe = () =>
        {
            // First it is dead, and the other has not answered yet.
            if (_nodes[0].Cluster.IsConnected(new NodeId(2))) _nodes[0].Cluster.Free = NodeSet.Empty.With(new NodeId(2));
            else foreach ((int from, int to) in _network.Waiting().Where(way => way.To != 2)) _network.Deliver(from, to);
        };
        Assert.True(_nodes[0].Broadcast.TryExecute(_vaInnerShareable, Operand));
        Assert.Single(_nodes[1].Tlb.Executed);
        Assert.Empty(_nodes[2].Tlb.Executed);
        Assert.True(_nodes[0].Broadcast.HasDone(new NodeId(1)));
    }

    [Fact]
    public void Both_CPUs_of_a_node_have_one_under_way()
    {
        // CPU 1 takes all messages, also those that CPU 0 waits for, and has maintenance of its own.
        TlbNode node = _nodes[2];
        bool isSecondBegun = false;
        node.Waits.OnServe = () =>
        {
            CpuIndex waiting = node.Processor.Current;
            node.Processor.Current = new CpuIndex(1);
            if (!isSecondBegun)
            {
                isSecondBegun = true;
                Assert.True(node.Broadcast.TryExecute(_rangeInnerShareable, 2));
            }
            DeliverAll();
            node.Processor.Current = waiting;
        };
        Assert.True(node.Broadcast.TryExecute(_vaInnerShareable, 1));
        Assert.All(_nodes, each => Assert.Equal([1ul, 2], each.Tlb.Executed.Select(executed => executed.Operand).Order().ToArray()));
        Assert.Equal([0], node.Controller.Kicks);
    }

    [Fact]
    public void It_does_not_return_before_the_last_has_acknowledged()
    {
        List<int> executedWhenServed = [];
        _nodes[0].Waits.OnServe = () =>
        {
            executedWhenServed.Add(_nodes.Sum(node => node.Tlb.Executed.Count));
            (int from, int to) = _network.Waiting()[^1];
            _network.Deliver(from, to);
        };
        Assert.True(_nodes[0].Broadcast.TryExecute(_vaInnerShareable, Operand));
        Assert.Equal(4, executedWhenServed.Count);
        Assert.Equal((1, 3), (executedWhenServed[0], executedWhenServed[^1]));
    }

    [Fact]
    public void Who_does_not_answer_is_not_waited_for_for_ever()
    {
        _nodes[0].Waits.OnServe = () => _nodes[0].Counter.AdvanceMicroseconds(1_000_000);
        PanicException panic = Assert.Throws<PanicException>(() => _nodes[0].Broadcast.TryExecute(_vaInnerShareable, Operand));
        Assert.EndsWith("for other nodes to acknowledge TLB maintenance", panic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)] // VAE1: local
    [InlineData(12)] // no operation
    [InlineData(24)] // no range
    [InlineData(32)]
    [InlineData(255)]
    public void What_no_node_can_have_sent_is_refused_by_name(int number) =>
        Refuses(TlbMessage.Invalidate, new TlbRequest { Invalidation = (byte)number }, "no node of this cluster has such TLB maintenance");

    [Fact]
    public void A_range_is_refused_where_there_are_none()
    {
        _nodes[0].Registers.Identification[(6, 0)] = 1ul << 56; // FEAT_TLBIOS alone
        Refuses(TlbMessage.Invalidate, new TlbRequest { Invalidation = 25 }, "no node of this cluster has such TLB maintenance");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(CpuIndex.MaximumCpus)]
    [InlineData(255)]
    public void An_acknowledgement_that_nobody_waits_for_is_refused_by_name(int cpu) =>
        Refuses(TlbMessage.Acknowledge, new TlbRequest { Invalidation = 9, Cpu = (byte)cpu }, cpu == 0 ? "it acknowledges what its CPU does not wait for" : "it names a CPU that there is not");

    [Fact]
    public void A_second_acknowledgement_is_refused()
    {
        _nodes[0].Waits.OnServe = () =>
        {
            while (_network.Waiting().Count == 0 || _network.Waiting()[0].To != 0) _network.Deliver(0, _network.Waiting()[0].To);
            _network.Deliver(1, 0);
            TlbRequest again = new() { Invalidation = 9 };
            _network.Deliver(1, 0, (MessageKind)TlbMessage.Acknowledge, MemoryMarshal.AsBytes(new ReadOnlySpan<TlbRequest>(in again)));
        };
        PanicException panic = Assert.Throws<PanicException>(() => _nodes[0].Broadcast.TryExecute(_vaInnerShareable, Operand));
        Assert.StartsWith("node 1 sent a message of kind 0x59 that cannot be: it acknowledges what its CPU does not wait for", panic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TlbRequest.Bytes - 1)]
    [InlineData(TlbRequest.Bytes + 1)]
    public void A_body_of_another_size_is_refused(int bytes) =>
        Assert.Throws<PanicException>(() => _network.Deliver(2, 0, (MessageKind)TlbMessage.Invalidate, new byte[bytes]));

    private void Refuses(TlbMessage kind, TlbRequest request, string message)
    {
        PanicException panic = Assert.Throws<PanicException>(
            () => _network.Deliver(2, 0, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<TlbRequest>(in request))));
        Assert.StartsWith($"node 2 sent a message of kind 0x{(int)kind:x} that cannot be: {message}", panic.Message, StringComparison.Ordinal);
        Assert.Empty(_nodes[0].Tlb.Executed);
    }

    private void DeliverAll()
    {
        for (List<(int From, int To)> waiting = _network.Waiting(); waiting.Count != 0; waiting = _network.Waiting()) _network.Deliver(waiting[0].From, waiting[0].To);
    }
}

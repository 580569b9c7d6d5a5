using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>What the virtual machine does while a node leaves: three nodes of two CPUs, of which the third does.</summary>
public sealed class DepartureTests
{
    private const uint Spi = 40;

    private static readonly NodeId _leaver = new(2);

    private readonly FakeNetwork _network = new(3);
    private readonly MadeUpCluster[] _clusters = [new(3, 2, 0), new(3, 2, 1), new(3, 2, 2)];
    private readonly SimulatedNode[] _nodes;

    public DepartureTests() => _nodes = [.. _clusters.Select(cluster => new SimulatedNode(cluster, 4, new FakeCounter(), _ => _network.At(cluster)))];

    private SimulatedNode Leader => _nodes[0];

    [Fact]
    public void A_node_with_a_vCPU_on_does_not_leave_and_one_that_leaves_turns_none_on()
    {
        VcpuPower power = _nodes[2].Power;
        Assert.Equal(PsciStatus.Success, power.Start(new CpuIndex(1), 0x4000_0000, 0));
        Assert.Equal(1, power.Close());
        // It was about to begin, and may.
        Assert.Equal(PsciStatus.OnPending, power.Start(new CpuIndex(1), 0x4000_0000, 0));
        Assert.Equal(PsciStatus.Success, power.Start(new CpuIndex(0), 0x4000_0000, 0));
        VcpuPower idle = _nodes[1].Power;
        Assert.Equal(0, idle.Close());
        Assert.Equal(PsciStatus.Denied, idle.Start(new CpuIndex(0), 0x4000_0000, 0));
        Assert.Equal(VcpuPowerState.Off, idle.StateOf(new CpuIndex(0)));
    }

    [Fact]
    public void Whose_vCPUs_a_node_that_leaves_has_turned_on_is_known_when_it_has_left()
    {
        NodeId other = new(1);
        // It is not there any more when it is asked: that it was to be is enough.
        _clusters[2].Free = NodeSet.Empty.With(other);
        _nodes[2].Remote.Start(other, new CpuIndex(1), 0x4000_0000, 0, isBigEndian: false);
        Assert.Equal((0, 1), (Leader.Remote.TurnedOnAt(other), _nodes[2].Remote.TurnedOnAt(other)));
        ClosedReport report = default;
        _nodes[2].Remote.CopyTurnedOn(report.TurnedOn);
        Leader.Remote.NoteTurnedOn(report.TurnedOn);
        Assert.Equal((1, 0), (Leader.Remote.TurnedOnAt(other), Leader.Remote.TurnedOnAt(_leaver)));
    }

    [Fact]
    public void An_interrupt_that_waits_at_its_vCPU_comes_back_and_one_that_the_guest_has_not_ended_is_named()
    {
        DeliverTo(_leaver);
        Assert.True(IsCarriedAt(_leaver));
        Leave();
        Leader.Gate.Acquire();
        Leader.Distributor.Dismiss(_leaver);
        Leader.Gate.Release();
        DeliverAll();
        Assert.False(IsCarriedAt(_leaver));
        Leader.Gate.Acquire();
        // It is pending still, and goes where the guest wants it next.
        Assert.True(Leader.Distributor.Read(InterruptProperty.Pending, Spi));
        Assert.Equal(0u, Leader.Distributor.ActiveAt(_leaver));
        Leader.Gate.Release();
    }

    [Fact]
    public void An_interrupt_that_waits_at_a_node_that_dies_is_pending_again_whatever_that_was_asked()
    {
        foreach (bool isRecalled in (bool[])[false, true])
        {
            DeliverTo(_leaver);
            Leave();
            Leader.Gate.Acquire();
            // The answer never comes.
            if (isRecalled) Leader.Distributor.Dismiss(_leaver);
            Leader.Distributor.Bury(_leaver);
            Assert.False(Leader.Distributor.IsCarriedAt(_leaver));
            Assert.True(Leader.Distributor.Read(InterruptProperty.Pending, Spi));
            Leader.Gate.Release();
            foreach (MadeUpCluster cluster in _clusters) cluster.Free = NodeSet.Empty;
        }
    }

    [Fact]
    public void A_CPU_that_waits_for_the_answer_of_a_node_that_dies_goes_on()
    {
        RemoteCalls calls = _nodes[1].Calls;
        calls.Begin(_leaver, (MessageKind)VirtualPowerMessage.Reply, 0);
        Leave();
        Assert.False(calls.Await("what does not come", out ulong result));
        Assert.Equal(0ul, result);
        Assert.True(calls.HasDone(_leaver));
    }

    [Fact]
    public void SGIs_that_found_no_room_are_for_nobody_once_their_node_leaves()
    {
        for (int i = 0; i < 100; i++) Leader.Sgis.Write(default, (2ul << 16) | 1, isGroup1: true);
        int before = _network.SentCount;
        Leave();
        Leader.Gate.Acquire();
        Leader.Sgis.Dismiss(_leaver);
        Assert.True(Leader.Sgis.HasSentAll);
        Leader.Gate.Release();
        Leader.Sgis.Write(default, (2ul << 16) | 1, isGroup1: true);
        Assert.Equal(before, _network.SentCount);
    }

    [Fact]
    public void A_CPU_that_is_about_to_ask_a_node_sees_that_it_leaves_or_is_seen()
    {
        RemoteCalls calls = _nodes[1].Calls;
        Assert.True(calls.Aim(_leaver));
        Assert.Equal((false, true), (calls.HasDone(_leaver), calls.HasDone(NodeId.Leader)));
        calls.Begin(_leaver, (MessageKind)VirtualPowerMessage.Reply, 0);
        calls.Lower();
        Assert.False(calls.HasDone(_leaver));
        calls.Answer(default, 0);
        Assert.True(calls.HasDone(_leaver));
        Leave();
        Assert.False(calls.Aim(_leaver));
        calls.Lower();
        Assert.True(calls.HasDone(_leaver));
    }

    private void DeliverAll()
    {
        while (_network.Waiting() is [(int from, int to), ..]) _network.Deliver(from, to);
    }

    private void Leave()
    {
        foreach (MadeUpCluster cluster in _clusters) cluster.Free = NodeSet.Empty.With(_leaver);
    }

    private bool IsCarriedAt(NodeId node)
    {
        Leader.Gate.Acquire();
        bool isCarried = Leader.Distributor.IsCarriedAt(node);
        Leader.Gate.Release();
        return isCarried;
    }

    private void DeliverTo(NodeId node)
    {
        Leader.On(0);
        Assert.True(Leader.DistributorRegisters.TryWrite(new MmioAccess(0, 4, default), 2));
        Assert.True(Leader.DistributorRegisters.TryWrite(new MmioAccess(0x6000 + (Spi * 8), 8, default), (ulong)node.Value << 8));
        Assert.True(Leader.DistributorRegisters.TryWrite(new MmioAccess(0x104, 4, default), 1 << 8));
        Leader.Distributor.SetLevel(new InterruptId(Spi), true);
        DeliverAll();
    }
}

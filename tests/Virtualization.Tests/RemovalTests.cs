using System.Collections.Generic;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The host wants a node's machine back: four nodes, of which the last two have joined while the guest ran.</summary>
public sealed class RemovalTests
{
    private const ulong Second = 1_000_000;

    private static readonly NodeId _node = new(2);
    private static readonly NodeId _other = new(3);

    private readonly FakeCounter _counter = new();
    private readonly FakeTimers _timers;
    private readonly RecordingLog _log = new();
    private readonly World _world = new();
    private readonly NodeRemoval _removal;

    public RemovalTests()
    {
        FakeProcessor processor = new();
        _timers = new FakeTimers(_counter, processor);
        _removal = new NodeRemoval(_world, _timers, _counter, new RunningTime(_counter, _timers, _log), _log, new CheckedLockOrder(processor));
        _removal.Initialize();
    }

    [Fact]
    public void A_node_leaves_when_the_guest_has_given_back_all_of_it()
    {
        _world.Plugged = 5;
        Assert.Equal("", Ask(_node, 1));
        Run(Second);
        Assert.Equal(["withdraw 2"], _world.Done);
        _world.Plugged = 0;
        Run(Second);
        Assert.Equal(["withdraw 2", "close 2"], _world.Done);
        Answer(_node, 0);
        _world.IsBusy = true;
        Run(Second);
        Assert.Equal(2, _world.Done.Count);
        _world.IsBusy = false;
        Run(Second);
        Assert.Equal(["withdraw 2", "close 2", "propose 2"], _world.Done);
        Assert.Equal("", Ask(_node, 1));
        Assert.Null(Ask(_other, 2));
        _world.IsAgreedOn = true;
        Run(Second);
        Assert.Equal("", Ask(_other, 2));
        Assert.Equal("withdraw 3", _world.Done[^1]);
    }

    [Fact]
    public void A_node_that_dies_meanwhile_is_asked_for_nothing_any_more()
    {
        _world.Plugged = 5;
        Assert.Equal("", Ask(_node, 1));
        _world.IsDead = true;
        Run(Second);
        Assert.Equal(["withdraw 2"], _world.Done);
        // The next may be asked for.
        _world.IsDead = false;
        Assert.Equal("", Ask(_other, 2));
        Assert.Equal("withdraw 3", _world.Done[^1]);
    }

    [Fact]
    public void A_node_whose_memory_the_guest_keeps_stays_and_is_offered_again()
    {
        _world.Plugged = 3ul << 20;
        Ask(_node, 1);
        Run(59 * Second);
        Assert.Equal("", Ask(_node, 1));
        Run(2 * Second);
        Assert.Equal(["withdraw 2", "offer 2"], _world.Done);
        const string Stays = "stays: after 60 s the guest still uses 3 MiB of its memory";
        Assert.Equal(Stays, Ask(_node, 1));
        Assert.Equal([$"Warning: node 2 {Stays}"], _log.Lines);

        // A new request begins anew.
        Assert.Equal("", Ask(_node, 2));
        Assert.Equal("withdraw 2", _world.Done[^1]);
    }

    [Fact]
    public void A_node_whose_vCPUs_run_stays()
    {
        Ask(_node, 1);
        for (int i = 0; i < 70; i++)
        {
            Run(Second);
            if (_world.Done[^1] == "close 2") Answer(_node, 2);
        }
        Assert.Equal("offer 2", _world.Done[^1]);
        Assert.Equal("stays: after 60 s the guest still runs 2 of its vCPUs", Ask(_node, 1));
    }

    [Fact]
    public void A_node_on_which_the_guest_has_not_ended_an_interrupt_stays()
    {
        _world.Active = 40;
        Ask(_node, 1);
        Run(61 * Second);
        Assert.Equal(["withdraw 2", "offer 2"], _world.Done);
        Assert.Equal("stays: after 60 s the guest still has not ended INTID 40 on its vCPUs", Ask(_node, 1));
    }

    [Theory]
    [InlineData(0, "leads the cluster, and has the guest's devices: it cannot leave")]
    [InlineData(1, "was there when the guest booted, which cannot give back what it began with")]
    [InlineData(4, "is not there")]
    [InlineData(255, "is not there")]
    public void Who_cannot_leave_is_told_why(ushort node, string why)
    {
        Assert.Equal(why, Ask(new NodeId(node), 1));
        Assert.Empty(_world.Done);
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_refused() => Assert.Contains("it was not asked whether its vCPUs are off", Assert.Throws<PanicException>(() => Answer(_node, 0)).Message);

    private string? Ask(NodeId node, byte request)
    {
        TextBuilder problem = new(0, 0);
        return _removal.TryTake(node, request, ref problem) ? problem.Text.ToString() : null;
    }

    private void Answer(NodeId node, byte vcpusOn) => _removal.TakeClosed(new ReceivedMessage(node, (MessageKind)RemovalMessage.Closed, [vcpusOn], default, new MadeUpCluster(4, 1)), vcpusOn);

    // Time goes on in steps that count as running.
    private void Run(ulong microseconds)
    {
        for (ulong gone = 0; gone < microseconds; gone += Second / 50)
        {
            _counter.AdvanceMicroseconds(Second / 50);
            _timers.RunDue();
        }
    }

    private sealed class World : IRemovalWorld
    {
        public List<string> Done { get; } = [];

        public ulong Plugged { get; set; }

        public uint Active { get; set; }

        public bool IsBusy { get; set; }

        public bool IsAgreedOn { get; set; }

        public bool IsDead { get; set; }

        public bool HasDied(NodeId node) => IsDead;

        public bool CanLeave(NodeId node) => node.Value is 2 or 3;

        public bool WasThereAtBoot(NodeId node) => node.Value is 0 or 1;

        public void Withdraw(NodeId node) => Done.Add($"withdraw {node.Value}");

        public void Offer(NodeId node) => Done.Add($"offer {node.Value}");

        public ulong PluggedBytes(NodeId node) => Plugged;

        public uint ActiveInterruptAt(NodeId node) => Active;

        public void Close(NodeId node) => Done.Add($"close {node.Value}");

        public bool TryProposeLeave(NodeId node)
        {
            if (!IsBusy) Done.Add($"propose {node.Value}");
            return !IsBusy;
        }
    }
}

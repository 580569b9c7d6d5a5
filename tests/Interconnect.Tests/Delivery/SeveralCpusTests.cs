using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Several CPUs of each node send, poll and wait for room at once, over a network that loses, repeats and reorders frames.</summary>
public sealed class SeveralCpusTests
{
    private const int Messages = 50;
    private const int ReplyEvery = 5;

    // Who sends what a handler sends: it has a number like a CPU.
    private const uint Replier = 15;

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Every_message_arrives_once_and_in_the_order_its_cpu_sent_it(int nodeCount, int cpuCount)
    {
        foreach (int seed in CpuSchedule.Seeds(4)) Run(nodeCount, cpuCount, seed);
    }

    [Fact]
    public void The_links_interrupt_goes_to_the_cpu_that_waits()
    {
        using TestNetwork network = new();
        TestNode node = network.Add(0);
        Assert.Equal((node.Link.Interrupt.Value, InterruptTrigger.Level), (node.Waits.Followed.Value, node.Controller.Enabled[node.Link.Interrupt.Value].Trigger));
    }

    private static void Run(int nodeCount, int cpuCount, int seed)
    {
        using TestNetwork network = new(seed);
        network.Ethernet.Loss = network.Ethernet.Duplication = 0.1;
        network.Ethernet.JitterMicroseconds = 100;
        TestNode[] nodes = network.AddCluster(nodeCount);
        CpuSchedule schedule = new(seed) { Pass = () => Pass(network, 1), Leap = () => Leap(network) };
        network.Counter.Interleave = schedule.Point;
        Ledger ledger = new(nodes, cpuCount);
        schedule.IsOver = () => ledger.IsComplete && nodes.All(node => node.Pool.Waiting == 0);
        foreach (TestNode node in nodes)
        {
            bool line = false;
            node.Link.Arrived = () => line = true;
            ScheduledMachine machine = new(schedule, node.Processor, node.Controller, node.Timers, () => line, () =>
            {
                line = false;
                node.Router.Take(node.Link.Interrupt);
            });
            for (int cpu = 0; cpu < cpuCount; cpu++)
            {
                uint self = (uint)cpu;
                Random random = new((seed * 1000) + (node.Cluster.Self.Value * 100) + cpu);
                machine.Add(cpu, node.Waits, () =>
                {
                    for (uint i = 0; i < Messages; i++)
                    {
                        SendToAll(node, nodeCount, (self << 16) | i, random);
                        if (random.Next(2) == 0) node.Receiver.Poll();
                        else machine.TakeInterrupts();
                    }
                    while (!schedule.IsOver()) node.Waits.Idle();
                });
            }
        }
        schedule.Run();
        ledger.AssertComplete();
    }

    private static void SendToAll(TestNode node, int nodeCount, uint number, Random random)
    {
        byte[] page = new byte[random.Next(3) == 0 ? (int)GranuleNumber.Bytes : 0];
        for (ushort to = 0; to < nodeCount; to++)
        {
            if (to == node.Cluster.Self.Value) continue;
            node.Messenger.AwaitRoom();
            node.Send(new NodeId(to), number, page);
        }
    }

    private static void Pass(TestNetwork network, ulong microseconds)
    {
        network.Counter.AdvanceMicroseconds(microseconds);
        network.Ethernet.DeliverDue();
    }

    private static bool Leap(TestNetwork network)
    {
        Cycles next = network.NextEvent;
        if (next >= Cycles.Never) return false;
        if (next > network.Counter.Now) network.Counter.Now = next;
        network.Ethernet.DeliverDue();
        return true;
    }

    /// <summary>What every node has got of every CPU of the others, and of what their handlers answered.</summary>
    private sealed class Ledger
    {
        private readonly Dictionary<(int To, int From, uint Sender), uint> _next = [];
        private readonly Dictionary<(int From, int To), uint> _replies = [];
        private readonly int _expected;
        private int _received;

        public Ledger(TestNode[] nodes, int cpuCount)
        {
            // Each CPU's messages to each other node, and the answers to some.
            int ways = nodes.Length * (nodes.Length - 1);
            _expected = ways * cpuCount * (Messages + (Messages / ReplyEvery));
            foreach (TestNode node in nodes) node.Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler { Received = (from, number) => Take(node, from, number) });
        }

        public bool IsComplete => _received == _expected;

        public void AssertComplete() => Assert.Equal(_expected, _received);

        private void Take(TestNode node, NodeId from, uint number)
        {
            (uint sender, uint place) = (number >> 16, number & 0xffff);
            (int To, int From, uint Sender) way = (node.Cluster.Self.Value, from.Value, sender);
            uint expected = _next.GetValueOrDefault(way);
            Assert.True(place == expected, $"from {from}, sender {sender}: message {place} arrives in place of {expected}");
            _next[way] = expected + 1;
            _received++;
            if (sender == Replier || place % ReplyEvery != 0) return;
            (int From, int To) back = (way.To, way.From);
            uint reply = _replies.GetValueOrDefault(back);
            _replies[back] = reply + 1;
            node.Send(from, (Replier << 16) | reply);
        }
    }
}

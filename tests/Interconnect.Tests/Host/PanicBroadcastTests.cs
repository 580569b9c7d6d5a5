using System;
using System.Collections.Generic;
using System.Text;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class PanicBroadcastTests
{
    [Fact]
    public void A_panic_stops_every_other_node_once_and_none_answers()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(3);
        Report(nodes[1], "PANIC cpu 0: page 0x40000000 has no owner", "  at 0x40201234");
        List<string> stopped = [];
        for (int i = 0; i < 20; i++)
        {
            try { network.Run(1); }
            catch (PanicException panic)
            {
                stopped.Add(panic.Message);

                // A stopped machine takes no more frames; the one that stopped was inside its receive path.
                foreach (TestNode node in nodes) node.Link.IsUnplugged |= node.Order.Held != LockRank.None;
            }
        }
        Assert.Equal(["node 1 panicked: PANIC cpu 0: page 0x40000000 has no owner", "node 1 panicked: PANIC cpu 0: page 0x40000000 has no owner"], stopped);
        int sent = nodes[0].Link.SentFrames;
        Report(nodes[0], stopped[0]);

        // To the host only: its line and its end.
        Assert.Equal(sent + 2, nodes[0].Link.SentFrames);
    }

    [Fact]
    public void The_host_gets_the_whole_report_and_the_log_that_had_not_left()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[0].LogSink.Write(LogLevel.Debug, default, network.Counter.Now, "about to fail");
        Report(nodes[0], "PANIC cpu 0: boom", "  at 0x1", "  at 0x2");
        Assert.Equal(["about to fail"], network.HostFrames(HostKind.Log, f => Encoding.ASCII.GetString(f.Text)));
        Assert.Equal(["PANIC cpu 0: boom", "  at 0x1", "  at 0x2"], network.HostFrames(HostKind.PanicLine, f => Encoding.ASCII.GetString(f.Text)));
        Assert.Equal([(ushort)0], network.HostFrames(HostKind.PanicEnd, f => f.Node.Value));
    }

    [Fact]
    public void It_works_with_every_lock_held()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[0].Transmitter.Acquire();
        Report(nodes[0], "boom");
        Assert.Single(network.HostFrames(HostKind.PanicEnd, f => f.Kind));
    }

    [Fact]
    public void A_device_that_does_not_answer_delays_it_a_bounded_time_only()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[0].Link.HoldsTransmitted = true;
        nodes[0].Link.ReclaimCalled = () => network.Counter.AdvanceMicroseconds(100);
        Cycles begin = network.Counter.Now;
        Report(nodes[0], "boom", "more");
        Assert.InRange(network.Counter.ToMicroseconds(network.Counter.Now - begin), 1ul, 100_000ul);
    }

    [Fact]
    public void A_lost_notice_is_made_up_for_by_its_copies()
    {
        using TestNetwork network = new();
        int frames = 0;
        network.Ethernet.Filter = _ => ++frames > 2;
        TestNode[] nodes = network.AddCluster(2);
        Report(nodes[0], "boom");
        Assert.Throws<PanicException>(() => network.Run(1));
    }

    private static void Report(TestNode node, params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines) node.Panics.SendLine(line);
        node.Panics.Finish();
    }
}

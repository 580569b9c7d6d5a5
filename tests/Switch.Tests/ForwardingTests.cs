using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Pilevisor.Switch.Tests;

public class ForwardingTests
{
    [Fact]
    public void A_frame_of_any_size_arrives_whole()
    {
        using SwitchFixture network = new(2);
        foreach (int length in (int[])[0, 1, 60, 1500, 4174, 9216])
        {
            byte[] payload = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
            network.Nodes[0].Send(network.Nodes[1].Address, payload);
            Assert.Equal(payload, network.Nodes[1].Receive().ToArray());
        }
    }

    [Fact]
    public void A_broadcast_reaches_everybody_else()
    {
        using SwitchFixture network = new(4);
        network.Nodes[2].Send(TestNode.Broadcast, 42);
        foreach (int other in (int[])[0, 1, 3]) Assert.Equal(42, network.Nodes[other].Receive()[0]);
        Assert.False(network.Nodes[2].HasFrame);
    }

    [Fact]
    public void A_learned_address_gets_its_frames_alone()
    {
        using SwitchFixture network = new(3);
        network.Nodes[1].Send(TestNode.Broadcast, 1);
        Assert.Equal(1, network.Nodes[0].Receive()[0]);
        Assert.Equal(1, network.Nodes[2].Receive()[0]);
        network.Nodes[0].Send(network.Nodes[1].Address, 2);
        Assert.Equal(2, network.Nodes[1].Receive()[0]);
        // The next thing that node 2 gets is not what was meant for node 1.
        network.Nodes[0].Send(TestNode.Broadcast, 3);
        Assert.Equal(3, network.Nodes[2].Receive()[0]);
    }

    [Fact]
    public void A_burst_arrives_complete_and_in_order()
    {
        const int Frames = 1500;
        using SwitchFixture network = new(2);
        for (int i = 0; i < Frames; i++) network.Nodes[0].Send(network.Nodes[1].Address, BitConverter.GetBytes(i));
        for (int i = 0; i < Frames; i++) Assert.Equal(i, BitConverter.ToInt32(network.Nodes[1].Receive()));
    }

    [Fact]
    public void A_node_that_takes_nothing_does_not_delay_the_others()
    {
        using SwitchFixture network = new(3);
        network.Nodes[1].Send(TestNode.Broadcast, 0);
        Assert.Equal(0, network.Nodes[0].Receive()[0]);
        Assert.Equal(0, network.Nodes[2].Receive()[0]);
        for (int i = 0; i < 500; i++) network.Nodes[0].Send(network.Nodes[1].Address, 1);
        network.Nodes[0].Send(network.Nodes[2].Address, 2);
        Assert.Equal(2, network.Nodes[2].Receive()[0]);
    }

    [Fact]
    public void A_node_that_is_not_there_yet_gets_frames_once_it_is()
    {
        using SwitchFixture fixture = new(2, nodes: 1);
        EthernetSwitch network = fixture.Switch;
        TestNode early = fixture.Nodes[0];
        early.Send(TestNode.Broadcast, 1);
        network.Drain();
        Assert.Equal(1, network.Counts(1).Dropped);
        using TestNode late = new(network, 1);
        early.Send(TestNode.Broadcast, 2);
        Assert.Equal(2, late.Receive()[0]);
    }

    [Fact]
    public void A_frame_for_the_host_goes_to_the_host_alone()
    {
        BlockingCollection<(int Port, byte[] Frame)> got = [];
        using SwitchFixture network = new(2, new SwitchOptions { Loss = 1 }, (port, frame) => got.Add((port, frame.ToArray())));
        network.Nodes[1].Send(EthernetFrame.HostAddress, 7, 8, 9);
        Assert.True(got.TryTake(out (int Port, byte[] Frame) frame, 5000, TestContext.Current.CancellationToken), "no frame at the host");
        Assert.Equal(1, frame.Port);
        Assert.Equal<byte>([7, 8, 9], frame.Frame[EthernetFrame.HeaderBytes..]);
        Assert.Equal((1, 0), (network.Switch.Counts(1).FramesToHost, network.Switch.Counts(0).FramesOut));
        Assert.False(network.Nodes[0].HasFrame);
    }

    // Machines that end together. Not many rounds: two of them meet in most.
    [Fact]
    public async Task Several_may_wait_for_the_last_frames_at_once()
    {
        using SwitchFixture network = new(1);
        for (int round = 0; round < 200; round++)
        {
            using Barrier start = new(4);
            Task[] waits = [.. Enumerable.Range(0, start.ParticipantCount).Select(_ => Task.Factory.StartNew(Drain, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            void Drain()
            {
                start.SignalAndWait();
                network.Switch.Drain();
            }
        }
    }

    [Fact]
    public void Frames_and_bytes_are_counted()
    {
        using SwitchFixture network = new(2);
        for (int i = 0; i < 3; i++)
        {
            network.Nodes[0].Send(network.Nodes[1].Address, 1, 2, 3, 4, 5, 6);
            network.Nodes[1].Receive();
        }

        network.Switch.Drain();
        Assert.Equal((3, 60), (network.Switch.Counts(0).FramesIn, network.Switch.Counts(0).BytesIn));
        Assert.Equal((3, 60), (network.Switch.Counts(1).FramesOut, network.Switch.Counts(1).BytesOut));
    }
}

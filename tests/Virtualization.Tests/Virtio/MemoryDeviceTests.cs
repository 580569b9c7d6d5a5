using System;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests.Virtio;

/// <summary>virtio-mem as a guest's driver sees it: Virtual I/O Device Version 1.2, sections 4.2 and 5.15.</summary>
public sealed class MemoryDeviceTests
{
    private const ulong Features = (1ul << 32) | 2;
    private const ulong Window = 0x6800_0000;
    private const uint Blocks = 64;
    private const uint NeedsReset = 0x40;

    private readonly FakeGuestMemory _memory = new();
    private readonly RecordedUse _use = new();
    private readonly SimulatedNode _node;
    private readonly VirtioSlots _slots;
    private readonly MemoryDevice _device;
    private readonly VirtioDriver _driver;
    private bool _isServing;

    public MemoryDeviceTests()
    {
        MadeUpCluster cluster = new(1, 1);
        _node = new SimulatedNode(cluster, 4, new FakeCounter(), _ => new LoopbackMessenger().Connect(cluster));
        _slots = _node.NewSlots(_memory);
        _slots.Initialize();
        _device = new MemoryDevice(_slots, new NodeId(1), new NodeDescription { WindowStart = new GuestPhysicalAddress(Window), WindowBytes = Blocks * MemoryDevice.BlockBytes, JoinsLater = true }, _use);
        _slots.Plug(_device);
        _driver = new VirtioDriver(_slots, _memory, Serve);
    }

    [Fact]
    public void It_says_what_it_is()
    {
        Assert.Equal((0x7472_6976u, 2u, 24u), (_driver[0], _driver[4], _driver[8]));
        Offer(40);
        Assert.Equal(
            (0x20_0000ul, Window, Blocks * 0x20_0000ul, 40 * 0x20_0000ul, 0ul, 40 * 0x20_0000ul),
            (_driver.Configuration(0), _driver.Configuration(16), _driver.Configuration(24), _driver.Configuration(32), _driver.Configuration(40), _driver.Configuration(48)));
    }

    [Theory]
    [InlineData(Features, 15u)]
    [InlineData(2, 7u)]
    [InlineData(1ul << 32, 7u)]
    public void A_driver_must_take_all_features(ulong features, uint status)
    {
        _driver.Begin(features);
        Assert.Equal(status, _driver[VirtioMmioRegisters.Status]);
    }

    [Fact]
    public void Blocks_are_plugged_up_to_what_was_asked_for_and_unplugged_again()
    {
        Offer(10);
        _driver.Begin(Features);
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Plug, 0, 8));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Plug, 8, 2));
        Assert.Equal(10 * 0x20_0000ul, _driver.Configuration(40));
        Assert.Equal(MemoryResponse.Error, Ask(MemoryRequestKind.Plug, 9, 1));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Unplug, 4, 3));
        Assert.Equal(MemoryResponse.Error, Ask(MemoryRequestKind.Unplug, 3, 2));
        Assert.Equal(7 * 0x20_0000ul, _driver.Configuration(40));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.UnplugAll, 0, 0));
        Assert.Equal(0ul, _driver.Configuration(40));
        Assert.Equal([(1, 8, 10), (1, 10, 10), (1, 7, 10), (1, 0, 10)], _use.Changes);
    }

    [Fact]
    public void More_than_was_asked_for_is_refused()
    {
        Offer(10);
        _driver.Begin(Features);
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Plug, 0, 10));
        Offer(4);
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Unplug, 0, 2));
        Assert.Equal(MemoryResponse.Refused, Ask(MemoryRequestKind.Plug, 0, 1));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Unplug, 2, 8));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Plug, 0, 4));
    }

    [Fact]
    public void The_guest_is_asked_to_give_all_of_it_back_and_may_use_it_until_it_has()
    {
        Offer(10);
        _driver.Begin(Features);
        Ask(MemoryRequestKind.Plug, 0, 10);
        _slots.Acquire();
        _device.Withdraw();
        _slots.Release();
        Assert.Equal((10 * 0x20_0000ul, 10 * 0x20_0000ul, 0ul), (_driver.Configuration(32), _driver.Configuration(40), _driver.Configuration(48)));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Unplug, 0, 4));
        Assert.Equal(MemoryResponse.Refused, Ask(MemoryRequestKind.Plug, 0, 1));
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Unplug, 4, 6));
        Assert.Equal([(1, 10, 10), (1, 6, 0), (1, 0, 0)], _use.Changes);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(9, 2)]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(0, ushort.MaxValue)]
    public void What_is_not_there_is_not_plugged(int first, int blocks)
    {
        Offer(10);
        _driver.Begin(Features);
        Assert.Equal(MemoryResponse.Error, Ask(MemoryRequestKind.Plug, first, (ushort)blocks));
        Assert.Equal(MemoryResponse.Error, Ask((MemoryRequestKind)4, 0, 1));
    }

    [Fact]
    public void The_state_of_blocks_can_be_asked_for()
    {
        Offer(10);
        _driver.Begin(Features);
        Ask(MemoryRequestKind.Plug, 2, 3);
        Assert.Equal(MemoryResponse.Unplugged, State(0, 2));
        Assert.Equal(MemoryResponse.Plugged, State(2, 3));
        Assert.Equal(MemoryResponse.Mixed, State(1, 2));
    }

    [Fact]
    public void The_driver_is_interrupted_until_it_acknowledges()
    {
        Offer(10);
        _driver.Begin(Features);
        Assert.False(IsHigh);
        Ask(MemoryRequestKind.Plug, 0, 1);
        Assert.True(IsHigh);
        Assert.Equal(1u, _driver[VirtioMmioRegisters.InterruptStatus]);
        _driver[VirtioMmioRegisters.InterruptAcknowledge] = 1;
        Assert.False(IsHigh);
        uint before = _driver[VirtioMmioRegisters.ConfigurationGeneration];
        Offer(20);
        Assert.Equal((2u, before + 1), (_driver[VirtioMmioRegisters.InterruptStatus], _driver[VirtioMmioRegisters.ConfigurationGeneration]));
        Assert.True(IsHigh);
    }

    [Fact]
    public void A_reset_while_the_queue_is_served_harms_nobody()
    {
        Offer(10);
        _driver.Begin(Features);
        bool isReset = false;
        _memory.Reading = () =>
        {
            if (!_isServing || isReset) return;
            isReset = true;
            _driver[VirtioMmioRegisters.Status] = 0;
        };
        Chain(FakeGuestMemory.Start + 0x3000, 24, 1, FakeGuestMemory.Start + 0x4000, 10);
        Assert.Equal((0u, 0u), (_driver[VirtioMmioRegisters.Status], _driver[VirtioMmioRegisters.InterruptStatus]));
        // What the queue lay in is the driver's for other things.
        Assert.Equal(0, _driver.Used);
        _memory.Reading = null;
        _driver.Begin(Features);
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Plug, 1, 1));
    }

    [Fact]
    public void Nonsense_in_the_queue_ends_the_device_until_it_is_reset()
    {
        Action[] nonsense =
        [
            () => _driver.Ring(VirtioDriver.QueueSize),
            () => Chain(FakeGuestMemory.Start + 0x3000, 23, 1, FakeGuestMemory.Start + 0x4000, 10),
            () => Chain(FakeGuestMemory.Start + 0x3000, 24, 1, FakeGuestMemory.Start + 0x4000, 9),
            () => Chain(FakeGuestMemory.Start + 0x3000, 24, 0, FakeGuestMemory.Start + 0x4000, 10),
            () => Chain(0x3000_0000, 24, 1, FakeGuestMemory.Start + 0x4000, 10),
            () => Chain(FakeGuestMemory.Start + 0x3000, 24, 1, 0x5fff_fff8, 10),
            () => Chain(FakeGuestMemory.Start + 0x3000, 24, 1, ulong.MaxValue - 3, 10),
            () => { _driver.SetQueue(0x0a00_0000, FakeGuestMemory.Start + 0x1000, FakeGuestMemory.Start + 0x2000); _driver.Ring(0); },
            () => { _driver.SetQueue(FakeGuestMemory.Start + 8, FakeGuestMemory.Start + 0x1000, FakeGuestMemory.Start + 0x2000); _driver.Ring(0); },
            () => { _driver[VirtioMmioRegisters.QueueReady] = 0; _driver[VirtioMmioRegisters.QueueSize] = 6; _driver[VirtioMmioRegisters.QueueReady] = 1; _driver.Ring(0); },
        ];
        Offer(10);
        foreach (Action act in nonsense)
        {
            _driver.Begin(Features);
            _driver.Put<ushort>(FakeGuestMemory.Start + 0x1002, 0);
            act();
            Assert.Equal(VirtioDriver.AllOk | NeedsReset, _driver[VirtioMmioRegisters.Status]);
            Assert.Equal(2u, _driver[VirtioMmioRegisters.InterruptStatus]);
        }
        Assert.Equal(nonsense.Length, _node.Log.Lines.Count);
        _driver.Begin(Features);
        _driver.Put<ushort>(FakeGuestMemory.Start + 0x1002, 0);
        _driver.Put<ushort>(FakeGuestMemory.Start + 0x2002, 0);
        Assert.Equal(MemoryResponse.Acknowledged, Ask(MemoryRequestKind.Plug, 0, 1));
    }

    private bool IsHigh
    {
        get
        {
            Assert.True(_node.DistributorRegisters.TryRead(new MmioAccess(0x200 + 4, 4, default), out ulong pending));
            return ((pending >> 16) & 1) != 0;
        }
    }

    private void Serve()
    {
        _isServing = true;
        _node.Devices.Serve();
        _isServing = false;
    }

    private void Chain(ulong request, uint requestBytes, ushort flags, ulong response, uint responseBytes)
    {
        _driver.PutDescriptor(0, request, requestBytes, flags, 1);
        _driver.PutDescriptor(1, response, responseBytes, VirtqDescriptor.DeviceWrites, 0);
        _driver.Ring(0);
    }

    private void Offer(uint blocks)
    {
        _slots.Acquire();
        _device.Offer(blocks * (ulong)MemoryDevice.BlockBytes);
        _slots.Change(0);
        _slots.Release();
    }

    private ushort Ask(MemoryRequestKind kind, int first, ushort blocks) => Response(kind, first, blocks).Kind;

    private ushort State(int first, ushort blocks) => Response(MemoryRequestKind.State, first, blocks).State;

    private sealed class RecordedUse : IMemoryUse
    {
        public List<(ushort Node, ulong Plugged, ulong Requested)> Changes { get; } = [];

        public void OnChange(NodeId node, in PluggedMemory memory) => Changes.Add((node.Value, memory.PluggedBytes / MemoryDevice.BlockBytes, memory.RequestedBytes / MemoryDevice.BlockBytes));
    }

    private MemoryResponse Response(MemoryRequestKind kind, int first, ushort blocks) =>
        _driver.Ask<MemoryRequest, MemoryResponse>(new MemoryRequest { Kind = kind, Address = Window + (ulong)(first * (long)MemoryDevice.BlockBytes), Blocks = blocks });
}

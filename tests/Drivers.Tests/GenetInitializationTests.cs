using System;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GenetInitializationTests : IDisposable
{
    private readonly GenetBench _bench = new();

    private FakeGenet Device => _bench.Device;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_link_comes_up_and_carries_standard_frames()
    {
        _bench.Connected();
        Assert.Equal(GenetBench.Address, _bench.Link.Address.Value);
        Assert.Equal(1514, _bench.Link.MaximumFrameBytes);
        Assert.Equal(189u, _bench.Link.Interrupt.Value);
        Assert.True(Device.Deliver(GenetBench.Make(1514, 1)));
        Assert.Equal("Information: the link is up: 1000 Mbit/s", Assert.Single(_bench.Log.Lines));
    }

    [Fact]
    public void Without_an_address_in_the_device_tree_it_is_the_one_that_firmware_left()
    {
        using GenetBench bench = new(address: 0);
        bench.Device.Address = 0xdca6_3200_0001;
        bench.Device.LeaveRunning(0xdca6_3200_0001);
        bench.Connected();
        Assert.Equal(0xdca6_3200_0001ul, bench.Link.Address.Value);
    }

    [Fact]
    public void Without_any_address_it_is_said_where_one_comes_from()
    {
        using GenetBench bench = new(address: 0);
        Assert.Contains("local-mac-address", Assert.Throws<PanicException>(bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_firmware_left_running_is_stopped_before_its_memory_is_anyone_elses()
    {
        Device.LeaveRunning(GenetBench.Address);

        // A busy network: a frame at each access, until the driver has had its way.
        Device.OnAccess = () => Device.Deliver(GenetBench.Make(60, 1));
        _bench.Initialize();
        int before = Device.WritesIntoFirmwareMemory;
        Assert.True(before > 0);
        Device.Phy.Plug(1000);
        _bench.Look(3);
        Assert.Equal(before, Device.WritesIntoFirmwareMemory);
        Device.OnAccess = null;
        Assert.True(_bench.Link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(GenetBench.Make(60, 1), frame.Bytes.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_firmware_received_and_left_in_the_buffer_memory_is_nobodys_frame(bool keepsIndices)
    {
        Device.Receive.KeepsIndex = Device.Transmit.KeepsIndex = keepsIndices;
        Device.LeaveRunning(GenetBench.Address);
        _bench.Connected();
        Assert.False(_bench.Link.TryReceive(out _));
        Assert.Equal(keepsIndices ? 0x0123 : 0, Device.Receive.DeviceIndex);
        Assert.True(Device.Deliver(GenetBench.Make(60, 2)));
        Assert.True(_bench.Link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(GenetBench.Make(60, 2), frame.Bytes.ToArray());
        Assert.True(_bench.Link.TryTransmit(_bench.Buffer(60, 3)));
        Assert.True(Device.TrySend(out byte[] sent));
        Assert.Equal(GenetBench.Make(60, 3), sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_engine_that_waits_for_a_frame_to_leave_is_released_by_the_reset(bool isReceive)
    {
        Device.LeaveRunning(GenetBench.Address);
        (isReceive ? Device.Receive : Device.Transmit).StopsAfterReset = true;
        _bench.Connected();
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
    }

    [Theory]
    [InlineData(true, "receive DMA")]
    [InlineData(false, "transmit DMA")]
    public void An_engine_that_does_not_stop_is_a_panic_within_a_bound(bool isReceive, string text)
    {
        Device.LeaveRunning(GenetBench.Address);
        (isReceive ? Device.Receive : Device.Transmit).StatusReadsToStop = int.MaxValue;
        string message = Assert.Throws<PanicException>(_bench.Initialize).Message;
        Assert.Contains(text, message, StringComparison.Ordinal);
        Assert.Contains("fd580000", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_is_refused()
    {
        Device.Revision = 0x0500_0000;
        Assert.Contains("5000000", Assert.Throws<PanicException>(_bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_PHY_of_a_compute_module_is_at_another_address()
    {
        Device.Phy.Address = 0;
        _bench.Connected();
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
    }

    [Fact]
    public void Another_PHY_is_named_and_refused()
    {
        Device.Phy.Identifier = 0x001c_c916;
        Assert.Contains("identifier 0x1cc916", Assert.Throws<PanicException>(_bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_PHY_is_a_panic_that_says_what_was_expected()
    {
        Device.Phy.Address = -1;
        Assert.Contains("no PHY answers", Assert.Throws<PanicException>(_bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_MDIO_that_never_ends_is_a_panic_within_a_bound()
    {
        Device.MdioHangs = true;
        Assert.Contains("no PHY answers", Assert.Throws<PanicException>(_bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PHY_that_stays_in_reset_is_a_panic_within_a_bound()
    {
        Device.Phy.HangsInReset = true;
        Assert.Contains("500 ms", Assert.Throws<PanicException>(_bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PHY_that_does_not_delay_its_clock_is_a_panic()
    {
        Device.Phy.HasNoDelay = true;
        Assert.Contains("RGMII", Assert.Throws<PanicException>(_bench.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_initialised_once_and_used_afterwards_only()
    {
        Assert.Throws<PanicException>(() => _bench.Link.TryReceive(out _));
        Assert.Throws<PanicException>(() => _bench.Link.Interrupt);
        Assert.Throws<PanicException>(_bench.Link.AcknowledgeInterrupt);
        _bench.Look();
        _bench.Initialize();
        Assert.Throws<PanicException>(_bench.Initialize);
    }

    [Fact]
    public void Memory_is_taken_at_boot_only()
    {
        _bench.Connected();
        string[] purposes = [.. _bench.Memory.Purposes];
        Assert.Equal(["receive buffers"], purposes);
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(Device.Deliver(GenetBench.Make(60, i)));
            Assert.True(_bench.Link.TryReceive(out ReceivedFrame frame));
            _bench.Link.Return(frame);
        }
        Assert.Equal(purposes, _bench.Memory.Purposes);
    }
}

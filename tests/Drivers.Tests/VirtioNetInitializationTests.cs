using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class VirtioNetInitializationTests : IDisposable
{
    private readonly FakePhysicalMemory _memory = new();
    private readonly FakeMmio _mmio = new();
    private readonly FakeHardware _hardware = new();
    private readonly FakeVirtioNet _device;
    private readonly VirtioNet _link;

    public VirtioNetInitializationTests()
    {
        _device = new FakeVirtioNet(_memory);
        _link = new VirtioNet(_mmio, _hardware, new FakeDmaBarriers());
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void The_first_network_device_among_the_slots_is_used()
    {
        AddSlot(0, new FakeVirtioNet(_memory) { DeviceId = 0, Version = 1 });
        AddSlot(1, new FakeVirtioNet(_memory) { DeviceId = 4 });
        AddSlot(2, _device);
        AddSlot(3, new FakeVirtioNet(_memory));
        _link.Initialize(_memory, 194, 106);
        Assert.Equal(50u, _link.Interrupt.Value);
        Assert.Equal(0x5254_0012_3456ul, _link.Address.Value);
        Assert.Equal(15u, _device.Status);
    }

    [Fact]
    public void Offloads_and_mergeable_buffers_are_declined()
    {
        AddSlot(0, _device);
        _link.Initialize(_memory, 194, 106);
        Assert.Equal((1ul << 32) | (1ul << 5), _device.Chosen);
        Assert.Equal(106 + 4096, _link.MaximumFrameBytes);
    }

    [Fact]
    public void A_device_with_an_mtu_bounds_the_frames()
    {
        _device.Offered |= 1ul << 3;
        AddSlot(0, _device);
        _link.Initialize(_memory, 194, 106);
        Assert.Equal(1514, _link.MaximumFrameBytes);
    }

    [Fact]
    public void Platform_ordering_is_agreed_to()
    {
        _device.Offered |= 1ul << 36;
        AddSlot(0, _device);
        _link.Initialize(_memory, 194, 106);
        Assert.NotEqual(0u, _device.Chosen & (1ul << 36));
    }

    [Fact]
    public void The_device_has_all_receive_buffers_and_was_told()
    {
        AddSlot(0, _device);
        _link.Initialize(_memory, 194, 106);
        int buffers = 0;
        while (_device.Queues[0].TryFetch(out (ushort Id, ulong Address, uint Length) buffer))
        {
            Assert.Equal(12u + 106u, buffer.Length);
            Assert.Equal(2u, (buffer.Address + 12) % 8);
            Assert.Equal(4096u, _device.Queues[0].More[buffer.Id].Length);
            Assert.Equal(0u, _device.Queues[0].More[buffer.Id].Address % 4096);
            buffers++;
        }
        Assert.Equal(256, buffers);
        Assert.Equal(1, _device.Notifications[0]);
    }

    [Fact]
    public void An_address_that_changes_while_it_is_read_is_read_again()
    {
        int reads = 0;
        _device.OnConfigurationRead = () =>
        {
            if (++reads != 3) return;
            _device.Configuration[0] = 0x02;
            _device.Configuration[5] = 0x99;
            _device.Generation++;
        };
        AddSlot(0, _device);
        _link.Initialize(_memory, 194, 106);
        Assert.Equal(0x0254_0012_3499ul, _link.Address.Value);
    }

    [Fact]
    public void A_configuration_that_never_stands_still_is_a_panic()
    {
        _device.OnConfigurationRead = () => _device.Generation++;
        Fails("does not stop changing");
    }

    [Fact]
    public void The_legacy_layout_is_refused_with_the_remedy()
    {
        _device.Version = 1;
        Fails("start QEMU with -global virtio-mmio.force-legacy=false");
    }

    [Fact]
    public void A_device_from_before_the_standard_is_refused()
    {
        _device.Offered &= ~(1ul << 32);
        Fails("lacks the features 0x100000000");
    }

    [Fact]
    public void A_device_that_refuses_the_features_is_named()
    {
        _device.RefusesFeatures = true;
        Fails("refuses the features");
    }

    [Fact]
    public void A_device_that_hangs_in_its_reset_is_a_panic_and_not_a_hang()
    {
        _device.HangsInReset = true;
        Fails("does not finish its reset");
    }

    [Fact]
    public void Queues_that_are_too_small_are_named()
    {
        _device.MaximumQueueSize = 128;
        Fails("queue 0 of the virtio device at 0xa000000 holds 128 descriptors at most, not 512");
    }

    [Fact]
    public void A_machine_without_a_network_device_is_told_what_it_needs()
    {
        AddSlot(0, new FakeVirtioNet(_memory) { DeviceId = 0 });
        PanicException panic = Assert.Throws<PanicException>(() => _link.Initialize(_memory, 194, 106));
        Assert.Equal("no virtio,mmio slot of this machine has a network interface: give the machine a virtio-net-device", panic.Message);
    }

    [Fact]
    public void Use_before_initialisation_is_a_panic()
    {
        Assert.Throws<PanicException>(() => _link.Interrupt);
        Assert.Throws<PanicException>(_link.ReclaimTransmitted);
        Assert.Throws<PanicException>(() => _link.TryReceive(out _));
    }

    private void Fails(string text)
    {
        AddSlot(0, _device);
        Assert.Contains(text, Assert.Throws<PanicException>(() => _link.Initialize(_memory, 194, 106)).Message, StringComparison.Ordinal);
    }

    private void AddSlot(uint index, FakeVirtioNet device)
    {
        ulong registers = 0x0a00_0000 + (index * 0x200ul);
        _mmio.Add(registers, 0x200, device);
        _hardware.Add("virtio,mmio", [(registers, 0x200)], 48 + index);
    }
}

using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

/// <summary>The devices of a machine that are for the guest. The made-up one is a network interface, but to what is tested here a device of any kind.</summary>
public sealed class VirtioDevicesTests : IDisposable
{
    private const ulong Version1 = 1ul << 32;

    private readonly FakePhysicalMemory _memory = new(8 << 20);
    private readonly FakeMmio _mmio = new();
    private readonly FakeHardware _hardware = new();
    private readonly VirtioDevices _devices;
    private uint _slots;

    public VirtioDevicesTests() => _devices = new VirtioDevices(_mmio, _hardware, new FakeDmaBarriers());

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void All_but_the_link_are_found_in_their_order()
    {
        Add(0);
        Add(2);
        Add(1);
        Add(1);
        Add(0);
        Add(4);
        _devices.Find();
        Assert.Equal([2u, 1u, 4u], Enumerable.Range(0, _devices.Count).Select(i => _devices[i].Id));
        Assert.Equal([49u, 51u, 53u], Enumerable.Range(0, _devices.Count).Select(i => _devices[i].Interrupt.Value));
    }

    [Fact]
    public void A_request_is_one_table_however_many_pieces_it_has()
    {
        (FakeVirtioNet fake, MachineDevice device) = Start();
        MachineQueue queue = device[0]!;
        Assert.Equal(32, queue.Requests);
        queue.Clear(5);
        Assert.True(queue.TryAdd(5, new PhysicalAddress(0x1000), 16, deviceWrites: false));
        Assert.True(queue.TryAdd(5, new PhysicalAddress(0x1010), 32, deviceWrites: false));
        Assert.True(queue.TryAdd(5, new PhysicalAddress(0x1030), 8, deviceWrites: true));
        Assert.True(queue.TryAdd(5, new PhysicalAddress(0x3000), 8, deviceWrites: true));
        queue.Publish(5);
        queue.Notify();
        Assert.True(fake.Queues[0].TryFetch(out (ushort Id, ulong Address, uint Length) buffer));
        Assert.Equal([(0x1000ul, 48u, (ushort)0), (0x1030ul, 8u, (ushort)2), (0x3000ul, 8u, (ushort)2)], fake.Queues[0].Tables[buffer.Id]);
        Assert.Equal(1, fake.Notifications[0]);
        Assert.False(queue.TryTake(out _, out _));
        fake.Use(0, buffer.Id, 12);
        Assert.True(queue.TryTake(out int request, out uint written));
        Assert.Equal((5, 12u), (request, written));
        Assert.False(queue.TryTake(out _, out _));
    }

    [Fact]
    public void A_request_has_no_more_pieces_than_fit_its_table()
    {
        MachineQueue queue = Start().Device[1]!;
        queue.Clear(0);
        for (uint i = 0; i < MachineQueue.MostPieces; i++) Assert.True(queue.TryAdd(0, new PhysicalAddress(0x10000 + (i * 0x2000)), 0x1000, deviceWrites: false));
        Assert.False(queue.TryAdd(0, new PhysicalAddress(0x1000), 16, deviceWrites: false));
        Assert.True(queue.TryAdd(0, new PhysicalAddress(0x10000 + ((MachineQueue.MostPieces - 1) * 0x2000) + 0x1000), 16, deviceWrites: false));
    }

    [Fact]
    public void Its_places_are_used_again_and_again()
    {
        (FakeVirtioNet fake, MachineDevice device) = Start();
        MachineQueue queue = device[1]!;
        for (int round = 0; round < 1000; round++)
        {
            for (int request = 0; request < 3; request++)
            {
                queue.Clear(request);
                queue.TryAdd(request, new PhysicalAddress(0x4000), 64, deviceWrites: false);
                queue.Publish(request);
                Assert.True(fake.Queues[1].TryFetch(out (ushort Id, ulong Address, uint Length) buffer));
                Assert.Equal(request, buffer.Id);
            }
            for (uint request = 3; request-- > 0;)
            {
                fake.Use(1, request, 0);
                Assert.True(queue.TryTake(out int taken, out _));
                Assert.Equal((int)request, taken);
            }
        }
    }

    [Fact]
    public void What_the_device_was_not_given_is_refused()
    {
        (FakeVirtioNet fake, MachineDevice device) = Start();
        fake.Use(0, 3, 0);
        Assert.Contains("request 3 of queue 0", Assert.Throws<PanicException>(() => device[0]!.TryTake(out _, out _)).Message, StringComparison.Ordinal);
        fake.Use(1, 77, 0);
        Assert.Contains("request 77 of queue 1", Assert.Throws<PanicException>(() => device[1]!.TryTake(out _, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_halted_and_started_again_has_forgotten_its_requests()
    {
        (FakeVirtioNet fake, MachineDevice device) = Start();
        device[0]!.TryAdd(1, new PhysicalAddress(0x4000), 64, deviceWrites: true);
        device[0]!.Publish(1);
        device.Halt();
        Assert.Equal(0u, fake.Status);
        Array.ForEach(fake.Queues, queue => queue.Ready = false);
        device.Start(Version1, 2);
        Assert.Equal(15u, fake.Status);
        device[0]!.TryAdd(1, new PhysicalAddress(0x4000), 64, deviceWrites: true);
        device[0]!.Publish(1);
    }

    [Fact]
    public void It_is_asked_for_no_more_than_the_guest_has_chosen_and_for_tables()
    {
        (FakeVirtioNet fake, MachineDevice device) = Start(Version1 | 1);
        Assert.Equal(Version1 | 1 | (1ul << 28), fake.Chosen);
        Assert.Equal(fake.Offered, device.Features);
        Assert.Equal(0x34, device.ReadConfiguration(4));
    }

    [Fact]
    public void A_device_that_breaks_says_so_and_its_interrupt_is_quiet()
    {
        (FakeVirtioNet fake, MachineDevice device) = Start();
        fake.Use(0, 0, 0);
        Assert.False(device.AcknowledgeInterrupt());
        fake.Break();
        Assert.True(device.AcknowledgeInterrupt());
        Assert.True(device.IsBroken);
        Assert.Equal(0u, fake.InterruptStatus);
    }

    [Fact]
    public void A_device_that_takes_no_tables_has_no_queue()
    {
        FakeVirtioNet fake = Add(2);
        fake.Offered = Version1;
        _devices.Find();
        _devices[0].Initialize(_memory);
        Assert.Null(_devices[0][0]);
    }

    private (FakeVirtioNet Fake, MachineDevice Device) Start(ulong features = Version1)
    {
        FakeVirtioNet fake = Add(2);
        _devices.Find();
        MachineDevice device = _devices[0];
        device.Initialize(_memory);
        device.Start(features, 2);
        return (fake, device);
    }

    private FakeVirtioNet Add(uint id)
    {
        FakeVirtioNet device = new(_memory) { DeviceId = id };
        ulong address = 0x0a00_0000 + (_slots * 0x200);
        _hardware.Add("virtio,mmio", [(address, 0x200)], 48 + _slots++);
        _mmio.Add(address, 0x200, device);
        return device;
    }
}

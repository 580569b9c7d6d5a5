using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests.Virtio;

/// <summary>Devices of the machine's as a guest's driver sees them: Virtual I/O Device Version 1.2, sections 2.7, 4.2, 5.1, 5.2 and 5.4.</summary>
public sealed class PassedDeviceTests : IDisposable
{
    private const ulong Version1 = 1ul << 32;
    private const ulong IndirectTables = 1ul << 28;
    private const ulong EventIndex = 1ul << 29;
    private const uint Block = 2;
    private const uint Network = 1;
    private const uint Entropy = 4;
    private const uint NeedsReset = 0x40;
    private const uint Interrupt = 70;

    // VIRTIO_NET_F_CTRL_VQ and _MQ.
    private const ulong SeveralPairs = (1 << 17) | (1 << 22);

    private readonly FakeGuestMemory _memory = new();
    private readonly FakePhysicalMemory _physical = new(1 << 20);
    private readonly SimulatedNode _node;
    private readonly VirtioSlots _slots;

    public PassedDeviceTests()
    {
        MadeUpCluster cluster = new(1, 1);
        _node = new SimulatedNode(cluster, 4, new FakeCounter(), _ => new LoopbackMessenger().Connect(cluster));
        _slots = _node.NewSlots(_memory);
        _slots.Initialize();
    }

    public void Dispose() => _physical.Dispose();

    [Fact]
    public void A_request_goes_on_with_its_pages_pinned_and_comes_back()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        driver.Begin(Version1);
        driver.PutDescriptor(0, driver.Request + 8, 16, VirtqDescriptor.GoesOn, 3);
        driver.PutDescriptor(3, driver.Response + 0x800, 0x1000, VirtqDescriptor.GoesOn | VirtqDescriptor.DeviceWrites, 5);
        driver.PutDescriptor(5, driver.Response + 0x1800, 1, VirtqDescriptor.DeviceWrites, 0);
        driver.Ring(0);
        FakeMachineQueue queue = device.Queue(0);
        int request = Assert.Single(queue.UnderWay);
        Assert.Equal(
            [(Physical(driver.Request + 8), 16u, false), (Physical(driver.Response + 0x800), 0x800u, true), (Physical(driver.Response + 0x1000), 0x800u, true), (Physical(driver.Response + 0x1800), 1u, true)],
            queue.Pieces[request]);
        Assert.Equal([0x40003u, 0x40004u, 0x40005u], _memory.Pins.Keys);
        Assert.Equal((0, 1), (driver.Used, queue.Notifications));

        queue.Finish(request, 0x1001);
        TakeInterrupt(device);
        Assert.Equal((1, (0u, 0x1001u)), (driver.Used, driver.UsedEntry(0)));
        Assert.Empty(_memory.Pins);
        Assert.Equal(1u, driver[VirtioMmioRegisters.InterruptStatus]);
    }

    [Fact]
    public void A_disk_has_as_many_queues_as_the_machines_where_that_says_so()
    {
        const ulong Multiqueue = 1 << 12;
        (FakeMachineDevice device, VirtioDriver first) = Plug(Block, Version1 | Multiqueue);
        device.Configuration[34] = 9;
        VirtioDriver second = new(_slots, _memory, _node.Devices.Serve, queue: 1, place: 0x8000);
        Begin(first, second, Version1 | Multiqueue);
        Assert.Equal((Version1 | Multiqueue, 2), (device.StartedWith, device.StartedQueues));
        Assert.Equal(2ul, first.Configuration(34 & ~3u) >> 16 & 0xffff);
        second.PutDescriptor(0, second.Request, 16, 0, 0);
        second.Ring(0);
        first.PutDescriptor(0, first.Request, 16, 0, 0);
        first.Ring(0);
        Assert.Equal([(Physical(second.Request), 16u, false)], device.Queue(1).Pieces[Assert.Single(device.Queue(1).UnderWay)]);
        device.Queue(1).Finish(device.Queue(1).UnderWay.Single(), 0);
        TakeInterrupt(device);
        Assert.Equal((0, 1), (first.Used, second.Used));
        Assert.Single(device.Queue(0).UnderWay);
    }

    [Fact]
    public void A_disk_that_does_not_say_so_has_one_queue()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        driver.Begin(Version1);
        _node.Devices.Serve();
        Assert.Equal(1, device.StartedQueues);
        driver[VirtioMmioRegisters.QueueSelect] = 1;
        Assert.Equal(0u, driver[VirtioMmioRegisters.QueueMaximumSize]);
    }

    [Fact]
    public void A_table_of_pieces_is_walked_like_a_chain()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        driver.Begin(Version1 | IndirectTables);
        driver.Put(driver.Request, new VirtqDescriptor { Address = driver.Response, Length = 16, Flags = VirtqDescriptor.GoesOn, Next = 1 });
        driver.Put(driver.Request + 16, new VirtqDescriptor { Address = driver.Response + 64, Length = 8, Flags = VirtqDescriptor.DeviceWrites });
        driver.PutDescriptor(2, driver.Request, 32, VirtqDescriptor.Indirect, 0);
        driver.Ring(2);
        Assert.Equal([(Physical(driver.Response), 16u, false), (Physical(driver.Response + 64), 8u, true)], device.Queue(0).Pieces[Assert.Single(device.Queue(0).UnderWay)]);
    }

    [Fact]
    public void What_is_nonsense_ends_the_device_until_it_is_reset_and_reaches_no_device()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        ulong ram = driver.Request;
        Action[] nonsense =
        [
            () => driver.Ring(VirtioDriver.QueueSize),
            () => Chain((ram, 0, 0, 0)),
            () => Chain((0x3000_0000, 16, 0, 0)),
            () => Chain((ulong.MaxValue - 3, 16, 0, 0)),
            () => Chain((0x5fff_fff8, 16, 0, 0)),
            () => Chain((ram, uint.MaxValue, 0, 0)),
            () => Chain((ram, 16, VirtqDescriptor.GoesOn, 0)),
            () => Chain((ram, 16, VirtqDescriptor.GoesOn, VirtioDriver.QueueSize)),
            () => Chain((ram, 16, VirtqDescriptor.GoesOn, 1), (ram, 16, VirtqDescriptor.GoesOn, 0)),
            () => Chain((ram, 16, VirtqDescriptor.GoesOn | VirtqDescriptor.DeviceWrites, 1), (ram, 16, 0, 0)),
            () => Chain((ram, 16, VirtqDescriptor.Indirect | VirtqDescriptor.GoesOn, 1), (ram, 16, 0, 0)),
            () => Chain((ram, 15, VirtqDescriptor.Indirect, 0)),
            () => Chain((ram, 257 * 16, VirtqDescriptor.Indirect, 0)),
            () => Table(new VirtqDescriptor { Address = ram, Length = 16, Flags = VirtqDescriptor.Indirect }),
            () => Table(new VirtqDescriptor { Address = ram, Length = 16, Flags = VirtqDescriptor.GoesOn, Next = 1 }),
            () => Table(new VirtqDescriptor { Address = ram, Length = 16, Flags = VirtqDescriptor.GoesOn, Next = 0 }),
            () => Chain((ram & ~0xffful, 129 * 4096, 0, 0)),
        ];
        foreach (Action act in nonsense)
        {
            driver.Begin(Version1 | IndirectTables);
            driver.Put<ushort>(driver.DriverArea + 2, 0);
            act();
            Assert.Equal(VirtioDriver.AllOk | NeedsReset, driver[VirtioMmioRegisters.Status]);
            Assert.Equal(2u, driver[VirtioMmioRegisters.InterruptStatus]);
            Assert.Empty(device.Queue(0).UnderWay);
            Assert.Empty(_memory.Pins);
        }

        void Chain(params (ulong Address, uint Bytes, int Flags, int Next)[] pieces)
        {
            for (int i = 0; i < pieces.Length; i++) driver.PutDescriptor((uint)i, pieces[i].Address, pieces[i].Bytes, (ushort)pieces[i].Flags, (ushort)pieces[i].Next);
            driver.Ring(0);
        }

        void Table(VirtqDescriptor piece)
        {
            driver.Put(ram + 64, piece);
            Chain((ram + 64, 16, VirtqDescriptor.Indirect, 0));
        }
    }

    [Fact]
    public void A_reset_ends_what_is_under_way_and_no_page_stays_pinned()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        driver.Begin(Version1);
        Read(driver, 0);
        Assert.NotEmpty(_memory.Pins);
        driver[VirtioMmioRegisters.Status] = 0;
        Assert.False(device.IsStarted);
        _node.Devices.Serve();
        Assert.Empty(_memory.Pins);
        Assert.Equal(0, driver.Used);
        driver.Begin(Version1);
        driver.Put<ushort>(driver.DriverArea + 2, 0);
        Read(driver, 1);
        Assert.Single(device.Queue(0).UnderWay);
    }

    [Fact]
    public void A_reset_while_a_request_is_being_made_keeps_it_from_the_device()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        driver.Begin(Version1);
        _node.Devices.Serve();
        int reads = 0;
        _memory.Reading = () =>
        {
            if (++reads == 4) driver[VirtioMmioRegisters.Status] = 0;
        };
        Read(driver, 0);
        Assert.True(reads >= 4);
        Assert.Empty(device.Queue(0).UnderWay);
        _node.Devices.Serve();
        Assert.Empty(_memory.Pins);
    }

    [Fact]
    public void What_finds_no_room_for_its_pages_waits_until_another_device_is_done()
    {
        FakeMachineDevice first = new(Block, Version1, Interrupt);
        FakeMachineDevice second = new(Block, Version1, Interrupt + 1);
        NewDevices(first, second).Initialize();
        _memory.MostPins = 3;
        VirtioDriver one = new(_slots, _memory, _node.Devices.Serve);
        VirtioDriver two = new(_slots, _memory, _node.Devices.Serve, slot: 1, place: 0x8000);
        one.Begin(Version1);
        two.Begin(Version1);
        Read(two, 0);
        Read(one, 0);
        Assert.Empty(first.Queue(0).UnderWay);
        second.Queue(0).Finish(Assert.Single(second.Queue(0).UnderWay), 1);
        TakeInterrupt(second);
        _node.Devices.Serve();
        Assert.Single(first.Queue(0).UnderWay);
        Assert.Equal((VirtioDriver.AllOk, VirtioDriver.AllOk), (one[VirtioMmioRegisters.Status], two[VirtioMmioRegisters.Status]));
    }

    [Fact]
    public void No_more_requests_go_on_than_the_device_takes()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Entropy);
        driver.Begin(Version1);
        for (ushort i = 0; i < 6; i++)
        {
            driver.PutDescriptor(i, driver.Request + (i * 8u), 8, VirtqDescriptor.DeviceWrites, 0);
            driver.Ring(i);
        }
        Assert.Equal(4, device.Queue(0).UnderWay.Count);
        foreach (int request in device.Queue(0).UnderWay.Take(2).ToArray()) device.Queue(0).Finish(request, 100);
        TakeInterrupt(device);
        Assert.Equal(4, device.Queue(0).UnderWay.Count);
        Assert.Equal([(0u, 8u), (1u, 8u)], Enumerable.Range(0, driver.Used).Select(i => driver.UsedEntry((uint)i)));
    }

    [Fact]
    public void A_frame_that_arrives_is_copied_and_waits_for_room()
    {
        (FakeMachineDevice device, VirtioDriver receive) = Plug(Network);
        VirtioDriver transmit = new(_slots, _memory, _node.Devices.Serve, queue: 1, place: 0x8000);
        Begin(receive, transmit);
        FakeMachineQueue arriving = device.Queue(0);
        Assert.Equal(4, arriving.UnderWay.Count);
        int request = arriving.UnderWay[0];
        Fill(arriving.Pieces[request][0].Start, 100);
        arriving.Finish(request, 100);
        TakeInterrupt(device);
        Assert.Equal((0, 3), (receive.Used, arriving.UnderWay.Count));

        receive.PutDescriptor(2, receive.Request + 0xfe0, 64, VirtqDescriptor.DeviceWrites | VirtqDescriptor.GoesOn, 3);
        receive.PutDescriptor(3, receive.Request + 0x100, 64, VirtqDescriptor.DeviceWrites, 0);
        receive.Ring(2);
        Assert.Equal((1, (2u, 100u)), (receive.Used, receive.UsedEntry(0)));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), [.. Bytes(receive.Request + 0xfe0, 64), .. Bytes(receive.Request + 0x100, 36)]);
        Assert.Equal(4, arriving.UnderWay.Count);
        Assert.Empty(_memory.Pins);

        transmit.PutDescriptor(0, transmit.Request, 60, 0, 0);
        transmit.Ring(0);
        Assert.Equal([0x4000bu], _memory.Pins.Keys);
        Assert.Single(device.Queue(1).UnderWay);
    }

    [Fact]
    public void A_network_with_several_pairs_is_driven_by_all_of_them_or_by_the_first()
    {
        (FakeMachineDevice device, VirtioDriver first) = PlugPairs(2);
        VirtioDriver control = new(_slots, _memory, _node.Devices.Serve, queue: 4, place: 0x8000);
        Begin(first, control, Version1 | SeveralPairs);
        Assert.Equal((Version1 | SeveralPairs, 5), (device.StartedWith, device.StartedQueues));
        Assert.Equal([4, 0, 4, 0, 0], Enumerable.Range(0, 5).Select(i => device.Queue(i).UnderWay.Count));
        control.PutDescriptor(0, control.Request, 4, VirtqDescriptor.GoesOn, 1);
        control.PutDescriptor(1, control.Response, 1, VirtqDescriptor.DeviceWrites, 0);
        control.Ring(0);
        Assert.Equal([(Physical(control.Request), 4u, false), (Physical(control.Response), 1u, true)], device.Queue(4).Pieces[Assert.Single(device.Queue(4).UnderWay)]);

        control.Put<ushort>(control.DriverArea + 2, 0);
        Begin(first, new(_slots, _memory, _node.Devices.Serve, queue: 1, place: 0x8000));
        Assert.Equal((Version1, 2), (device.StartedWith, device.StartedQueues));
        Assert.Equal([4, 0, 0, 0, 0], Enumerable.Range(0, 5).Select(i => device.Queue(i).UnderWay.Count));
        // Then the control queue would be where the second pair's is.
        Assert.Equal(3u, StatusWith(first, Version1 | (1 << 17)));
        Assert.Equal(11u, StatusWith(first, Version1 | SeveralPairs));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void A_network_that_has_not_the_queues_of_its_pairs_has_one_pair(int pairs)
    {
        (_, VirtioDriver driver) = PlugPairs(pairs);
        driver[VirtioMmioRegisters.DeviceFeaturesSelect] = 0;
        Assert.Equal(0ul, driver[VirtioMmioRegisters.DeviceFeatures] & SeveralPairs);
        driver[VirtioMmioRegisters.QueueSelect] = 2;
        Assert.Equal(0u, driver[VirtioMmioRegisters.QueueMaximumSize]);
    }

    [Fact]
    public void A_frame_that_is_being_copied_when_the_driver_resets_is_written_nowhere()
    {
        (FakeMachineDevice device, VirtioDriver receive) = Plug(Network);
        Begin(receive, new(_slots, _memory, _node.Devices.Serve, queue: 1, place: 0x8000));
        int request = device.Queue(0).UnderWay[0];
        Fill(device.Queue(0).Pieces[request][0].Start, 100);
        device.Queue(0).Finish(request, 100);
        TakeInterrupt(device);
        int awaited = _memory.AwaitedWrites;
        int reads = 0;
        _memory.Reading = () =>
        {
            if (++reads == 3) receive[VirtioMmioRegisters.Status] = 0;
        };
        receive.PutDescriptor(2, receive.Request, 2000, VirtqDescriptor.DeviceWrites, 0);
        receive.Ring(2);
        Assert.True(reads >= 3);
        Assert.Equal((0, awaited + 1), (receive.Used, _memory.AwaitedWrites));
        Assert.All(Bytes(receive.Request, 100), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_driver_that_says_at_which_index_is_told_there()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Entropy);
        driver.Begin(Version1 | EventIndex);
        driver.Put<ushort>(driver.DriverArea + 4 + (VirtioDriver.QueueSize * 2), 1);
        Finish();
        Assert.Equal((1, 0u), (driver.Used, driver[VirtioMmioRegisters.InterruptStatus]));
        Finish();
        Assert.Equal((2, 1u), (driver.Used, driver[VirtioMmioRegisters.InterruptStatus]));
        // Where the device wants to be told next.
        Assert.Equal(2, driver.Get<ushort>(driver.DeviceArea + 4 + (VirtioDriver.QueueSize * 8)));

        void Finish()
        {
            driver.PutDescriptor(0, driver.Request, 8, VirtqDescriptor.DeviceWrites, 0);
            driver.Ring(0);
            device.Queue(0).Finish(Assert.Single(device.Queue(0).UnderWay), 8);
            TakeInterrupt(device);
        }
    }

    [Fact]
    public void A_disk_says_how_long_requests_may_be()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block, Version1 | (1ul << 9) | (1ul << 16) | (1ul << 11));
        device.Configuration[0] = 7;
        driver[VirtioMmioRegisters.DeviceFeaturesSelect] = 0;
        Assert.Equal((1u << 9) | (1 << 1) | (1 << 2) | (1 << 28) | (1 << 29), driver[VirtioMmioRegisters.DeviceFeatures]);
        Assert.Equal((7ul, 4096ul | (63ul << 32)), (driver.Configuration(0), driver.Configuration(8)));
        driver.Begin(Version1 | (1 << 9) | (1 << 1) | EventIndex);
        _node.Devices.Serve();
        Assert.Equal(Version1 | (1ul << 9), device.StartedWith);
    }

    [Fact]
    public void A_device_that_breaks_is_broken_for_the_guest()
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        driver.Begin(Version1);
        Read(driver, 0);
        (device.HasFailed, device.HasChanged) = (true, true);
        TakeInterrupt(device);
        Assert.Equal(VirtioDriver.AllOk | NeedsReset, driver[VirtioMmioRegisters.Status]);
        (device.HasFailed, device.HasChanged) = (false, false);
        driver.Begin(Version1);
        driver.Put<ushort>(driver.DriverArea + 2, 0);
        Read(driver, 0);
        Assert.Equal(VirtioDriver.AllOk, driver[VirtioMmioRegisters.Status]);
    }

    [Fact]
    public void A_device_of_another_kind_is_left_out_and_named()
    {
        NewDevices(new FakeMachineDevice(19, Version1, Interrupt)).Initialize();
        Assert.Contains(_node.Log.Lines, line => line.Contains("virtio device 19", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Block, 4)]
    [InlineData(Network, 38)]
    [InlineData(Entropy, 2)]
    [InlineData(9, 128)]
    public void A_device_whose_requests_would_never_find_room_is_refused_at_boot(uint kind, int pins)
    {
        _memory.MostPins = pins - 1;
        string message = Assert.Throws<PanicException>(() => NewDevices(new FakeMachineDevice(kind, Version1, Interrupt)).Initialize()).Message;
        Assert.Contains($"can have {pins} pages, and {pins - 1} can be kept here", message, StringComparison.Ordinal);
        _memory.MostPins = pins;
        NewDevices(new FakeMachineDevice(kind, Version1, Interrupt)).Initialize();
    }

    // Whatever the guest writes, nothing but RAM is pinned, nothing stays pinned, and nothing throws.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_rings_harm_nobody(int seed)
    {
        (FakeMachineDevice device, VirtioDriver driver) = Plug(Block);
        Random random = new(seed);
        for (int round = 0; round < 300; round++)
        {
            driver.Begin(Version1 | IndirectTables | (random.Next(2) == 0 ? EventIndex : 0));
            random.NextBytes(_memory.Bytes.AsSpan(0, 0x4000));
            for (uint i = 0; i < VirtioDriver.QueueSize; i++)
            {
                ulong address = random.Next(8) == 0 ? (ulong)random.NextInt64() : FakeGuestMemory.Start + (ulong)random.Next(0x10000);
                driver.PutDescriptor(i, address, (uint)random.Next(random.Next(4) == 0 ? int.MaxValue : 64), (ushort)random.Next(8), (ushort)random.Next(10));
            }
            for (int rings = random.Next(8); rings > 0; rings--)
            {
                driver.Ring((ushort)random.Next(10));
                foreach (int request in device.Queue(0).UnderWay.ToArray()) device.Queue(0).Finish(request, (uint)random.Next());
                TakeInterrupt(device);
            }
            driver[VirtioMmioRegisters.Status] = 0;
            _node.Devices.Serve();
            Assert.Empty(_memory.Pins);
        }
    }

    // With two queues of one device, whose registers are the same.
    private void Begin(VirtioDriver first, VirtioDriver second, ulong features = Version1)
    {
        StatusWith(first, features);
        first.AddQueue();
        second.AddQueue();
        first[VirtioMmioRegisters.Status] = 15;
        _node.Devices.Serve();
    }

    // What a driver finds that has chosen.
    private static uint StatusWith(VirtioDriver driver, ulong features)
    {
        driver[VirtioMmioRegisters.Status] = 0;
        driver[VirtioMmioRegisters.Status] = 3;
        for (uint half = 0; half < 2; half++)
        {
            driver[VirtioMmioRegisters.DriverFeaturesSelect] = half;
            driver[VirtioMmioRegisters.DriverFeatures] = (uint)(features >> (int)(32 * half));
        }
        driver[VirtioMmioRegisters.Status] = 11;
        return driver[VirtioMmioRegisters.Status];
    }

    private (FakeMachineDevice Device, VirtioDriver Driver) Plug(uint kind, ulong features = Version1)
    {
        FakeMachineDevice device = new(kind, features, Interrupt);
        NewDevices(device).Initialize();
        return (device, new VirtioDriver(_slots, _memory, _node.Devices.Serve));
    }

    // With five queues, and as many pairs as it says.
    private (FakeMachineDevice Device, VirtioDriver Driver) PlugPairs(int pairs)
    {
        FakeMachineDevice device = new(Network, Version1 | SeveralPairs, Interrupt, queues: 5);
        device.Configuration[8] = (byte)pairs;
        NewDevices(device).Initialize();
        return (device, new VirtioDriver(_slots, _memory, _node.Devices.Serve));
    }

    private PassedDevices NewDevices(params MachineDevice[] devices) =>
        new(_slots, new FakeMachineDevices(devices), _memory, _physical, _node.Cluster, _node.Router, _node.Controller, _node.Log);

    private void TakeInterrupt(FakeMachineDevice device)
    {
        Assert.Equal(InterruptOutcome.Completed, _node.Router.Take(device.Interrupt));
        _node.Devices.Serve();
    }

    // A header, two pages, a status.
    private static void Read(VirtioDriver driver, ushort first)
    {
        driver.PutDescriptor(first, driver.Request, 16, VirtqDescriptor.GoesOn, (ushort)(first + 1));
        driver.PutDescriptor((ushort)(first + 1), driver.Response, 0x1000, VirtqDescriptor.GoesOn | VirtqDescriptor.DeviceWrites, (ushort)(first + 2));
        driver.PutDescriptor((ushort)(first + 2), driver.Response + 0x1000, 1, VirtqDescriptor.DeviceWrites, 0);
        driver.Ring(first);
    }

    private static ulong Physical(ulong address)
    {
        GuestPhysicalAddress guest = new(address);
        return (FakeGuestMemory.FrameOf(guest.Granule) + guest.PageOffset).Value;
    }

    private unsafe void Fill(ulong address, int bytes)
    {
        byte* place = _physical.Pointer(new PhysicalAddress(address));
        for (int i = 0; i < bytes; i++) place[i] = (byte)i;
    }

    private byte[] Bytes(ulong address, int count) => _memory.Bytes.AsSpan((int)(address - FakeGuestMemory.Start), count).ToArray();
}

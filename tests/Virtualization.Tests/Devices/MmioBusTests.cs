using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class MmioBusTests
{
    [Theory]
    [InlineData(0x0b00_0000ul, 4, 1)]
    [InlineData(0x0b00_0ffcul, 4, 1)]
    [InlineData(0x0b00_0ffcul, 8, 0)] // over its end
    [InlineData(0x0b00_1000ul, 4, 2)]
    [InlineData(0x0aff_fffcul, 4, 0)]
    [InlineData(0x0c00_0000ul, 1, 3)]
    [InlineData(0x0c00_1000ul, 1, 0)]
    [InlineData(ulong.MaxValue, 8, 0)]
    [InlineData(0ul, 8, 0)]
    public void An_address_leads_to_its_device(ulong address, int bytes, int device)
    {
        RegisterFile[] devices = [new(start: 0x0b00_0000), new(start: 0x0b00_1000), new(start: 0x0c00_0000)];
        MmioBus bus = new([devices[2], devices[0], devices[1]]);
        bool exists = bus.TryFind(new GuestPhysicalAddress(address), bytes, out MmioDevice found, out uint offset);
        Assert.Equal(device != 0, exists);
        if (!exists) return;
        Assert.Same(devices[device - 1], found);
        Assert.Equal(address & 0xfff, offset);
    }

    [Theory]
    [InlineData(0x0b00_0000ul)]
    [InlineData(0x0b00_0800ul)]
    [InlineData(0x0aff_f800ul)]
    public void Devices_cannot_overlap(ulong start)
    {
        Assert.Throws<PanicException>(() => new MmioBus([new RegisterFile(start: 0x0b00_0000), new RegisterFile(start: start)]));
        Assert.Throws<PanicException>(() => new MmioBus([new RegisterFile(start: start), new RegisterFile(start: 0x0b00_0000)]));
    }

    [Fact]
    public void An_empty_virtio_slot_says_that_it_is_empty()
    {
        VirtioSlots slots = new SimulatedNode(new MadeUpCluster(1, 1), 4, new FakeCounter(), _ => new LoopbackMessenger().Connect(new MadeUpCluster(1, 1))).NewSlots(new FakeGuestMemory());
        Assert.True(slots.TryRead(new MmioAccess(31 * 0x200, 4, default), out ulong magic));
        Assert.Equal(0x7472_6976ul, magic);
        Assert.True(slots.TryRead(new MmioAccess((31 * 0x200) + 4, 4, default), out ulong version));
        Assert.Equal(2ul, version);
        Assert.True(slots.TryRead(new MmioAccess((31 * 0x200) + 8, 4, default), out ulong device));
        Assert.Equal(0ul, device);
        Assert.False(slots.TryRead(new MmioAccess(0, 8, default), out _));
        Assert.Equal(0x4000u, slots.Bytes);
    }
}

using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class GuestDeviceTreeTests
{
    [Fact]
    public void Two_nodes_with_two_cpus_each()
    {
        string source = DeviceTreeCompiler.Decompile(Make(2, 2), out string warnings);
        Assert.Equal("", warnings);
        Snapshot.Verify(source);
    }

    [Fact]
    public void A_node_with_two_cpus_and_two_places_that_are_free()
    {
        string source = DeviceTreeCompiler.Decompile(Make(3, 2, NodeSet.Empty.With(new NodeId(1)).With(new NodeId(2))), out string warnings);
        Assert.Equal("", warnings);
        Snapshot.Verify(source);
    }

    [Theory]
    [InlineData(1, 1u)]
    [InlineData(3, 1u)]
    [InlineData(61, 2u)]
    public void The_compiler_has_nothing_against_other_clusters(int nodes, uint cpus)
    {
        DeviceTreeCompiler.Decompile(Make(nodes, cpus), out string warnings);
        Assert.Equal("", warnings);
    }

    [Fact]
    public void With_GICv2()
    {
        string source = DeviceTreeCompiler.Decompile(Make(2, 2, gicV2: true), out string warnings);
        Assert.Equal("", warnings);
        Snapshot.Verify(source);
    }

    [Fact]
    public void A_leader_that_does_not_know_the_time_of_day_has_a_guest_without_a_clock()
    {
        Assert.True(new HardwareDescription(Make(2, 2)).TryFind("arm,pl031"u8, 0, out DeviceResource clock));
        Assert.Equal((VirtualPl031.Registers.Value, 0x1000ul, 0), (clock.Regions[0].Value, clock.RegionBytes[0], clock.InterruptCount));
        byte[] without = Make(2, 2, clock: new FakeRealTimeClock());
        Assert.False(new HardwareDescription(without).TryFind("arm,pl031"u8, 0, out _));
        DeviceTreeCompiler.Decompile(without, out string warnings);
        Assert.Equal("", warnings);
    }

    [Fact]
    public void A_GICv2_serves_eight_vcpus()
    {
        HardwareDescription hardware = new(Make(2, 4, gicV2: true));
        Assert.True(hardware.TryFind("arm,gic-400"u8, 0, out DeviceResource gic));
        Assert.Equal((0x0800_0000ul, 0x1000ul), (gic.Regions[0].Value, gic.RegionBytes[0]));
        Assert.Equal((0x0801_0000ul, 0x2000ul), (gic.Regions[1].Value, gic.RegionBytes[1]));
        PanicException panic = Assert.Throws<PanicException>(() => Make(3, 3, gicV2: true));
        Assert.Equal("9 vCPUs, but the guest's GICv2 serves 8 at most: give the nodes fewer CPUs, or begin with fewer nodes", panic.Message);
    }

    [Fact]
    public void The_hypervisor_reads_what_it_wrote()
    {
        HardwareDescription hardware = new(Make(3, 2));
        Assert.Equal(6, hardware.CpuCount);
        Assert.Equal(0x201ul, hardware.Affinity(new CpuIndex(5)));
        Assert.Equal(3, hardware.MemoryRegionCount);
        Assert.Equal(0x8000_0000ul, hardware.MemoryRegion(2).Start.Value);
        Assert.Equal("quiet console=ttyAMA0", Encoding.ASCII.GetString(hardware.BootArguments));
        Assert.True(hardware.TryGetPayload(out PhysicalAddress ramdisk, out ulong bytes));
        Assert.Equal(0x4400_0000ul, ramdisk.Value);
        Assert.Equal(12345ul, bytes);
        Assert.Equal("12345"u8, hardware.RandomSeed);
        Assert.True(hardware.PsciUsesHvc);
        Assert.True(hardware.TryFind("arm,pl011"u8, 0, out DeviceResource uart));
        Assert.Equal(VirtualPl011.Interrupt.Value, uart.Interrupts[0].Value);
        Assert.True(hardware.TryFind("arm,gic-v3"u8, 0, out DeviceResource gic));
        Assert.Equal(6 * RedistributorDevice.BytesOfOne, gic.RegionBytes[1]);
    }

    [Fact]
    public void Too_many_vcpus_are_refused()
    {
        PanicException panic = Assert.Throws<PanicException>(() => Make(62, 2));
        Assert.Equal("124 vCPUs, but the guest's GICv3 serves 123 at most: give the nodes fewer CPUs, or begin with fewer nodes", panic.Message);
    }

    private static byte[] Make(int nodes, uint cpusPerNode, NodeSet free = default, bool gicV2 = false, IRealTimeClock? clock = null)
    {
        MadeUpCluster cluster = new(nodes, cpusPerNode) { Free = free };
        VcpuTopology topology = new(cluster, new FakeProcessor());
        GuestDeviceTree tree = new(cluster, topology, gicV2 ? new GuestGicV2(topology) : new GuestGicV3(topology), GuestDevices.Of(cluster, gicV2, clock));
        byte[] memory = new byte[tree.MaximumBytes];
        GuestBootInformation boot = new("quiet console=ttyAMA0"u8, new GuestPhysicalAddress(0x4400_0000), 12345, "12345"u8);
        return memory[..tree.Write(memory, in boot)];
    }
}

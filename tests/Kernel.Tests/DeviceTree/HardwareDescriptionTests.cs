using System;
using System.Text;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class HardwareDescriptionTests
{
    [Fact]
    public void Qemu_virt_has_two_cpus_and_its_memory()
    {
        HardwareDescription hardware = new(QemuVirtTree.Blob());
        Assert.Equal(2, hardware.CpuCount);
        Assert.Equal(0ul, hardware.Affinity(new CpuIndex(0)));
        Assert.Equal(1ul, hardware.Affinity(new CpuIndex(1)));
        Assert.Equal(1, hardware.MemoryRegionCount);
        Assert.Equal(0x4000_0000ul, hardware.MemoryRegion(0).Start.Value);
        Assert.Equal(512ul << 20, hardware.MemoryRegion(0).Bytes);
        Assert.Equal(0, hardware.ReservedRegionCount);
        Assert.True(hardware.HasPsci);
        Assert.False(hardware.PsciUsesHvc);
    }

    [Fact]
    public void Qemu_virt_passes_options_and_payload()
    {
        HardwareDescription hardware = new(QemuVirtTree.Blob());
        Assert.Equal("log=debug nodes=2", Encoding.ASCII.GetString(hardware.BootArguments));
        Assert.True(hardware.TryGetPayload(out PhysicalAddress start, out ulong bytes));
        Assert.Equal(0x4800_0000ul, start.Value);
        Assert.Equal(1000ul, bytes);
    }

    [Fact]
    public void Qemu_virt_devices_are_found_with_regions_and_interrupts()
    {
        HardwareDescription hardware = new(QemuVirtTree.Blob());
        Assert.True(hardware.TryFind("arm,gic-v3"u8, 0, out DeviceResource gic));
        Assert.Equal(2, gic.RegionCount);
        Assert.Equal(0x0800_0000ul, gic.Regions[0].Value);
        Assert.Equal(0x1_0000ul, gic.RegionBytes[0]);
        Assert.Equal(0x080a_0000ul, gic.Regions[1].Value);
        Assert.Equal(25u, gic.Interrupts[0].Value);

        Assert.True(hardware.TryFind("arm,armv8-timer"u8, 0, out DeviceResource timer));
        Assert.Equal(4, timer.InterruptCount);
        Assert.Equal(27u, timer.Interrupts[2].Value);
        Assert.Equal(26u, timer.Interrupts[3].Value);

        Assert.True(hardware.TryFind("arm,pl011"u8, 0, out DeviceResource uart));
        Assert.Equal(0x0900_0000ul, uart.Regions[0].Value);
        Assert.Equal(33u, uart.Interrupts[0].Value);

        Assert.True(hardware.TryFind("virtio,mmio"u8, 31, out DeviceResource last));
        Assert.Equal(0x0a00_3e00ul, last.Regions[0].Value);
        Assert.Equal(79u, last.Interrupts[0].Value);
        Assert.False(hardware.TryFind("virtio,mmio"u8, 32, out _));
        Assert.False(hardware.TryFind("virtio"u8, 0, out _));
    }

    [Fact]
    public void It_keeps_its_own_copy_without_the_padding()
    {
        byte[] blob = new byte[1 << 20];
        QemuVirtTree.Blob().CopyTo(blob, 0);
        blob[5] = 0x10;
        blob[6] = blob[7] = 0;
        HardwareDescription hardware = new(blob);
        Array.Clear(blob);
        Assert.True(hardware.TryFind("arm,pl011"u8, 0, out _));
    }

    [Fact]
    public void Addresses_pass_through_the_ranges_of_their_buses()
    {
        HardwareDescription hardware = new(DeviceTreeCompiler.Compile("""
            /dts-v1/;
            / {
                #address-cells = <2>; #size-cells = <1>;
                memory@0 { device_type = "memory"; reg = <0 0 0x3b400000>, <0 0x40000000 0>, <1 0 0x80000000>; };
                cpus { #address-cells = <1>; #size-cells = <0>; cpu@100 { device_type = "cpu"; reg = <0x80000100>; }; };
                soc {
                    #address-cells = <1>; #size-cells = <1>;
                    ranges = <0x7e000000 0x0 0xfe000000 0x1800000>, <0x7c000000 0x1 0xfc000000 0x2000000>;
                    first { compatible = "test,first"; reg = <0x7e201000 0x200>; };
                    second { compatible = "test,second"; reg = <0x7c000010 0x10>; };
                    nowhere { compatible = "test,nowhere"; reg = <0x10 0x10>; };
                    inner { #address-cells = <1>; #size-cells = <1>; ranges; third { compatible = "test,third"; reg = <0x7e000040 4>; }; };
                };
            };
            """));
        Assert.True(hardware.TryFind("test,first"u8, 0, out DeviceResource first));
        Assert.Equal(0xfe20_1000ul, first.Regions[0].Value);
        Assert.True(hardware.TryFind("test,second"u8, 0, out DeviceResource second));
        Assert.Equal(0x1_fc00_0010ul, second.Regions[0].Value);
        Assert.True(hardware.TryFind("test,third"u8, 0, out DeviceResource third));
        Assert.Equal(0xfe00_0040ul, third.Regions[0].Value);
        Assert.True(hardware.TryFind("test,nowhere"u8, 0, out DeviceResource nowhere));
        Assert.Equal(0, nowhere.RegionCount);
        Assert.Equal(2, hardware.MemoryRegionCount);
        Assert.Equal(0x1_0000_0000ul, hardware.MemoryRegion(1).Start.Value);
        Assert.Equal(0x100ul, hardware.Affinity(new CpuIndex(0)));
    }

    [Fact]
    public void Disabled_devices_and_cpus_do_not_exist_and_reservations_do()
    {
        HardwareDescription hardware = new(DeviceTreeCompiler.Compile("""
            /dts-v1/;
            /memreserve/ 0x1000 0x2000;
            / {
                #address-cells = <2>; #size-cells = <2>;
                memory { device_type = "memory"; reg = <0 0 0 0x40000000>; };
                reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; firmware@3000 { reg = <0 0x3000 0 0x1000>; }; pool { size = <0 0x100000>; }; };
                cpus { #address-cells = <2>; #size-cells = <0>;
                    cpu@0 { device_type = "cpu"; reg = <0 0>; status = "fail"; };
                    cpu@1 { device_type = "cpu"; reg = <1 0x203>; status = "okay"; };
                    cpu-map { };
                };
                psci { compatible = "arm,psci-1.0", "arm,psci-0.2"; method = "hvc"; };
                a { compatible = "test,device"; status = "disabled"; reg = <0 0x10 0 1>; };
                b { compatible = "test,other", "test,device"; reg = <0 0x20 0 1>; };
                chosen { linux,initrd-start = <0x0 0x48000000>; linux,initrd-end = <0x0 0x48000010>; };
            };
            """));
        Assert.Equal(1, hardware.CpuCount);
        Assert.Equal(0x1_0000_0203ul, hardware.Affinity(new CpuIndex(0)));
        Assert.True(hardware.PsciUsesHvc);
        Assert.True(hardware.TryFind("test,device"u8, 0, out DeviceResource device));
        Assert.Equal(0x20ul, device.Regions[0].Value);
        Assert.Equal(2, hardware.ReservedRegionCount);
        Assert.Equal(0x2000ul, hardware.ReservedRegion(0).Bytes);
        Assert.Equal(0x3000ul, hardware.ReservedRegion(1).Start.Value);
        Assert.True(hardware.BootArguments.IsEmpty);
        Assert.True(hardware.TryGetPayload(out _, out ulong bytes));
        Assert.Equal(0x10ul, bytes);
    }

    [Fact]
    public void Coherence_is_said_by_the_device_or_the_nearest_bus_above_it()
    {
        HardwareDescription hardware = new(DeviceTreeCompiler.Compile("""
            /dts-v1/;
            / {
                memory { device_type = "memory"; reg = <0 0 0x40000000>; };
                cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; reg = <0>; }; };
                soc {
                    dma-coherent;
                    below { compatible = "test,below"; };
                    inner { dma-noncoherent; not { compatible = "test,not"; }; itself { compatible = "test,itself"; dma-coherent; }; };
                };
                alone { compatible = "test,alone"; };
            };
            """));
        Assert.True(IsCoherent("test,below"));
        Assert.False(IsCoherent("test,not"));
        Assert.True(IsCoherent("test,itself"));
        Assert.False(IsCoherent("test,alone"));
        Assert.True(new HardwareDescription(QemuVirtTree.Blob()).TryFind("virtio,mmio"u8, 0, out DeviceResource slot) && slot.IsDmaCoherent);

        bool IsCoherent(string compatible)
        {
            Assert.True(hardware.TryFind(Encoding.ASCII.GetBytes(compatible), 0, out DeviceResource device));
            return device.IsDmaCoherent;
        }
    }

    [Fact]
    public void An_interface_has_the_address_that_was_used_last_or_its_own()
    {
        HardwareDescription hardware = new(DeviceTreeCompiler.Compile("""
            /dts-v1/;
            / {
                memory { device_type = "memory"; reg = <0 0 0x40000000>; };
                cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; reg = <0>; }; };
                own { compatible = "test,net"; local-mac-address = [02 00 00 00 00 01]; };
                used { compatible = "test,net"; local-mac-address = [02 00 00 00 00 01]; mac-address = [02 11 22 33 44 55]; };
                short { compatible = "test,net"; local-mac-address = [02 00]; };
                none { compatible = "test,net"; };
            };
            """));
        ulong[] expected = [0x0200_0000_0001, 0x0211_2233_4455, 0, 0];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(hardware.TryFind("test,net"u8, i, out DeviceResource device));
            Assert.Equal(expected[i], device.EthernetAddress.Value);
        }
    }

    [Fact]
    public void The_cpu_that_booted_is_number_0_in_whichever_cluster_it_is_and_each_knows_where_it_waits()
    {
        HardwareDescription hardware = Booted(0x8000_0101);
        Assert.Equal([0x101ul, 0x0ul, 0x1ul, 0x100ul], Affinities(hardware));
        Assert.False(hardware.TryGetReleaseAddress(new CpuIndex(0), out _));
        Assert.True(hardware.TryGetReleaseAddress(new CpuIndex(1), out PhysicalAddress first));
        Assert.True(hardware.TryGetReleaseAddress(new CpuIndex(2), out PhysicalAddress second));
        Assert.False(hardware.TryGetReleaseAddress(new CpuIndex(3), out _));
        Assert.Equal((0xd8ul, 0x1_0000_0000ul), (first.Value, second.Value));
        Assert.Equal([0x0ul, 0x1ul, 0x100ul, 0x101ul], Affinities(Booted(0x8000_0000)));
    }

    [Fact]
    public void A_cpu_that_the_tree_does_not_know_cannot_have_booted()
    {
        PanicException panic = Assert.Throws<PanicException>(() => Booted(0x8000_0200));
        Assert.Contains("has affinity 0x200", panic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_may_be_in_several_nodes_and_some_of_it_must_not_be_mapped()
    {
        HardwareDescription hardware = Booted(0);
        Assert.Equal(3, hardware.MemoryRegionCount);
        Assert.Equal(0x8_0000_0000ul, hardware.MemoryRegion(2).Start.Value);
        Assert.Equal(2, hardware.ReservedRegionCount);
        Assert.Equal(1, hardware.UnmappedRegionCount);
        Assert.Equal((0x2000_0000ul, 0x10_0000ul), (hardware.UnmappedRegion(0).Start.Value, hardware.UnmappedRegion(0).Bytes));
    }

    private static ulong[] Affinities(HardwareDescription hardware)
    {
        ulong[] affinities = new ulong[hardware.CpuCount];
        for (int i = 0; i < affinities.Length; i++) affinities[i] = hardware.Affinity(new CpuIndex(i));
        return affinities;
    }

    // Two clusters of two CPUs, RAM in three nodes.
    private static unsafe HardwareDescription Booted(ulong mpidr)
    {
        byte[] blob = TwoClusters.Blob();
        fixed (byte* tree = blob) return HardwareDescription.At(tree, mpidr);
    }

    [Fact]
    public void A_tree_without_memory_is_a_panic()
    {
        byte[] blob = DeviceTreeCompiler.Compile("/dts-v1/; / { cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = \"cpu\"; reg = <0>; }; }; };");
        PanicException panic = Assert.Throws<PanicException>(() => new HardwareDescription(blob));
        Assert.Equal("the board's device tree names no memory", panic.Message);
    }
}

using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>What the device tree, the GIC's type registers and PSCI_FEATURES say is there, and no more.</summary>
public sealed class PromisesOfTheMachineTests
{
    private const uint LastSpi = 287;

    private readonly SimulatedGuest _guest = new(nodes: 2, cpus: 2);

    [Fact]
    public void GICD_TYPER_counts_the_interrupts_that_there_are()
    {
        ulong type = _guest.ReadDistributor(4);
        uint count = (uint)(((type & 31) + 1) * 32);
        Assert.Equal(LastSpi + 1, count);
        Assert.True(count <= 1ul << (int)(((type >> 19) & 31) + 1), "more INTIDs than GICD_TYPER.IDbits says");
        for (uint spi = 32; spi < count; spi++) _guest.WriteBit(SetEnable, spi);
        for (uint word = 1; word < count / 32; word++) Assert.Equal(0xffff_fffful, _guest.ReadDistributor(SetEnable + (4 * word)));
        for (uint word = count / 32; word < 32; word++)
        {
            _guest.WriteDistributor(SetEnable + (4 * word), 4, 0xffff_ffff);
            Assert.Equal(0ul, _guest.ReadDistributor(SetEnable + (4 * word)));
        }
    }

    // SecurityExtn, MBIS, LPIS, DVIS, RSS, ESPI, nmi and num_LPIs; then what there would be: NSACR, SETSPI, extended SPIs.
    [Fact]
    public void GICD_TYPER_shows_nothing_that_is_not_there()
    {
        ulong type = _guest.ReadDistributor(4);
        Assert.Equal(0ul, type & ((1ul << 10) | (1ul << 16) | (1ul << 17) | (1ul << 18) | (1ul << 26) | (1ul << 8) | (1ul << 9) | (31ul << 11)));
        Assert.Equal(1ul << 6, _guest.ReadDistributor(0) & (1ul << 6)); // GICD_CTLR.DS: one security state
        Assert.Equal(0ul, _guest.ReadDistributor(0xc)); // GICD_TYPER2: no virtual SGIs, 16 bits of vPEID
        foreach (uint register in new uint[] { 0x40, 0xe08, 0x1000, 0x1200, 0x3000, 0x8000 })
        {
            _guest.WriteDistributor(register, 4, LastSpi);
            Assert.Equal(0ul, _guest.ReadDistributor(register));
        }
        Assert.False(_guest.ReadBit(SetPending, LastSpi)); // GICD_SETSPI_NSR at 0x40
    }

    // No1N: no SPI goes to any one of several CPUs, so Interrupt_Routing_Mode is RES0.
    [Fact]
    public void GICD_TYPER_No1N_is_kept()
    {
        Assert.Equal(1ul << 25, _guest.ReadDistributor(4) & (1ul << 25));
        _guest.WriteDistributor(0x6000 + (8 * 40), 8, 1ul << 31);
        Assert.Equal(0ul, _guest.ReadDistributor(0x6000 + (8 * 40), 8));
    }

    // PLPIS, VLPIS, Dirty, DirectLPI, DPGS, CommonLPIAff, PPInum; then what there would be: PROPBASER, PENDBASER, SETLPIR, extended PPIs.
    [Fact]
    public void GICR_TYPER_shows_nothing_that_is_not_there()
    {
        for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++)
        {
            ulong type = _guest.ReadRedistributor(vcpu, 8, 8);
            Assert.Equal(0ul, type & (0xful | (1ul << 5) | (3ul << 24) | (31ul << 27)));
            Assert.Equal(vcpu == _guest.VcpuCount - 1, (type & (1 << 4)) != 0);
            foreach (uint register in new uint[] { 0x40, 0x70, 0x78, 0xa0, 0x1_0104, 0x1_0204, 0x1_0e00 })
            {
                _guest.WriteRedistributor(vcpu, register, 4, 0xffff_ffff);
                Assert.Equal(0ul, _guest.ReadRedistributor(vcpu, register));
            }
        }
    }

    [Fact]
    public void Each_CPU_of_the_device_tree_has_its_redistributor_under_the_affinity_that_PSCI_and_MPIDR_know_it_by()
    {
        HardwareDescription tree = ReadTree();
        Assert.Equal(_guest.VcpuCount, tree.CpuCount);
        for (int vcpu = 0; vcpu < tree.CpuCount; vcpu++)
        {
            ulong affinity = tree.Affinity(new CpuIndex(vcpu));
            Assert.Equal(affinity, _guest.ReadRedistributor(vcpu, 8, 8) >> 32);
            Assert.Equal(affinity, _guest.NodeOf(vcpu).Topology.Mpidr(new VcpuId((uint)vcpu)) & 0xff_00ff_ffff);
            Assert.True(_guest.Nodes[0].Topology.TryFind(affinity, out VcpuId found));
            Assert.Equal((uint)vcpu, found.Value);
        }
    }

    // By the order of the binding: secure physical, physical, virtual, hypervisor. The first and the last are of exception levels that the guest has not; they hold the places of the others.
    [Fact]
    public void The_timers_of_the_device_tree_are_lines_that_something_drives()
    {
        Assert.True(ReadTree().TryFind("arm,armv8-timer"u8, 0, out DeviceResource timer));
        Assert.Equal(4, timer.InterruptCount);
        uint[] driven = [.. Enumerable.Range(16, 16).Select(i => (uint)i).Where(IsDriven)];
        Assert.Equal(driven, new[] { timer.Interrupts[2].Value, timer.Interrupts[1].Value });
    }

    [Fact]
    public void Each_device_of_the_device_tree_answers_where_it_says_and_drives_the_interrupt_that_it_says()
    {
        SimulatedNode leader = _guest.Nodes[0];
        SerialPort port = new();
        leader.On(0);
        MmioDevice[] devices = GuestDevices.Of(leader, new LoopbackMessenger().Connect(leader.Cluster), port);
        VirtualPl011 uart = Assert.Single(devices.OfType<VirtualPl011>());
        MmioBus bus = new(devices);
        HardwareDescription tree = ReadTree();
        Assert.True(tree.TryFind("arm,gic-v3"u8, 0, out DeviceResource gic));
        Assert.True(tree.TryFind("arm,pl011"u8, 0, out DeviceResource pl011));
        Assert.Equal((leader.DistributorRegisters.Start.Value, (ulong)leader.DistributorRegisters.Bytes), (gic.Regions[0].Value, gic.RegionBytes[0]));
        Assert.Equal((uart.Start.Value, (ulong)uart.Bytes), (pl011.Regions[0].Value, pl011.RegionBytes[0]));
        for (uint vcpu = 0; vcpu < _guest.VcpuCount; vcpu++) Assert.True(bus.TryFind(new GuestPhysicalAddress(gic.Regions[1].Value + (vcpu * 0x2_0000)), 4, out _, out _));
        Assert.Equal((ulong)_guest.VcpuCount * 0x2_0000, gic.RegionBytes[1]);

        VirtualPl031 rtc = Assert.Single(devices.OfType<VirtualPl031>());
        Assert.True(tree.TryFind("arm,pl031"u8, 0, out DeviceResource pl031));
        Assert.Equal((rtc.Start.Value, (ulong)rtc.Bytes, 0), (pl031.Regions[0].Value, pl031.RegionBytes[0], pl031.InterruptCount));
        Assert.True(bus.TryFind(new GuestPhysicalAddress(pl031.Regions[0].Value), 4, out MmioDevice found, out _) && found == rtc);

        Assert.Equal(1, pl011.InterruptCount);
        Assert.False(_guest.ReadBit(SetPending, pl011.Interrupts[0].Value));
        Assert.True(uart.TryWrite(new MmioAccess(0x38, 4, default), 0x7f0)); // UARTIMSC
        port.Arrive("x");
        uart.ServePort();
        leader.Counter.AdvanceMicroseconds(1_000_000);
        leader.Timers.RunDue();
        Assert.True(_guest.ReadBit(SetPending, pl011.Interrupts[0].Value));
    }

    // PSCI_FEATURES of each function that there could be: what it supports can be called, and what it does not is NOT_SUPPORTED.
    [Fact]
    public void PSCI_FEATURES_names_what_can_be_called()
    {
        const long NotSupported = -1;
        uint[] ends = [0x8400_0002, 0x8400_0008, 0x8400_0009]; // CPU_OFF, SYSTEM_OFF and SYSTEM_RESET do not return: PsciTests calls them
        List<uint> functions = [0x8000_0000, 0x8000_0001, 0x8000_0002];
        for (uint i = 0; i < 0x20; i++) functions.AddRange([0x8400_0000 + i, 0xc400_0000 + i]);
        foreach (uint function in functions)
        {
            bool isNamed = CallPsci(0x8400_000a, function) != NotSupported;
            if (ends.Contains(function)) Assert.True(isNamed);
            else if (function is not (0x8000_0001 or 0x8400_000a)) Assert.True(isNamed == (CallPsci(function, ulong.MaxValue) != NotSupported), $"{function:x}");
        }
    }

    private bool IsDriven(uint intid)
    {
        SimulatedNode node = _guest.Nodes[0];
        node.On(0);
        _guest.SetTimer(0, true);
        node.PhysicalTimer.TryWrite(new SystemRegisterEncoding(3, 3, 14, 2, 1), 1);
        return _guest.ReadBit(SetPending, intid);
    }

    private long CallPsci(uint function, ulong argument)
    {
        SimulatedNode node = _guest.Nodes[0];
        node.On(0);
        TrapFrame frame = default;
        frame.Write(0, function);
        frame.Write(1, argument);
        node.Traps.Take(ExceptionClass.Hvc64, ref frame);
        return (long)frame.Read(0);
    }

    private HardwareDescription ReadTree()
    {
        SimulatedNode leader = _guest.Nodes[0];
        GuestDeviceTree tree = new(leader.Cluster, leader.Topology, new GuestGicV3(leader.Topology), GuestDevices.Of(leader, new LoopbackMessenger().Connect(leader.Cluster)));
        byte[] memory = new byte[tree.MaximumBytes];
        GuestBootInformation boot = new(""u8, default, 0, []);
        return new HardwareDescription(memory[..tree.Write(memory, in boot)]);
    }
}

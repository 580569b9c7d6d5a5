using System;
using System.Collections.Generic;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class SpinTableFirmwareTests : ICpuRelease
{
    private readonly List<(ulong Address, ulong Entry)> _released = [];

    void ICpuRelease.Release(PhysicalAddress releaseAddress, PhysicalAddress entry) => _released.Add((releaseAddress.Value, entry.Value));

    [Fact]
    public void Each_cpu_is_let_go_where_it_waits()
    {
        SpinTableFirmware firmware = new(this, Machine((1, 0xe0), (2, 0xe8)));
        Assert.Empty(_released);
        Assert.True(firmware.TryStartCpu(new CpuIndex(2), new PhysicalAddress(0x20_0110)));
        Assert.True(firmware.TryStartCpu(new CpuIndex(1), new PhysicalAddress(0x20_0110)));
        Assert.Equal([(0xe8ul, 0x20_0110ul), (0xe0ul, 0x20_0110ul)], _released);
    }

    [Fact]
    public void A_cpu_that_waits_nowhere_is_named()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new SpinTableFirmware(this, Machine((1, 0xe0))));
        Assert.Contains("where cpu 2 waits", panic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_would_come_at_once_are_named()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new SpinTableFirmware(this, Machine((1, 0xe0), (2, 0xe0))));
        Assert.Contains("cpu 1 and cpu 2 wait at the same cpu-release-addr, 0xe0", panic.Message, StringComparison.Ordinal);
    }

    // CPU 0 has booted: where it would have waited does not matter.
    private static FakeHardware Machine(params (int Cpu, ulong Address)[] waiting)
    {
        FakeHardware hardware = new() { Affinities = [0, 1, 2] };
        foreach ((int cpu, ulong address) in waiting) hardware.ReleaseAddresses[cpu] = address;
        return hardware;
    }
}

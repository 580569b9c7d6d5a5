using System;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class PsciFirmwareTests
{
    private readonly FakeFirmwareCall _call = new();

    [Theory]
    [InlineData("arm,psci-1.0", false, "smc")]
    [InlineData("arm,psci-0.2", true, "hvc")]
    public void A_cpu_is_started_by_the_conduit_the_device_tree_names(string compatible, bool usesHvc, string conduit)
    {
        PsciFirmware firmware = new(_call, Machine(compatible, usesHvc));
        Assert.True(firmware.TryStartCpu(new CpuIndex(1), new PhysicalAddress(0x4020_0000)));
        Assert.Equal((conduit, 0xc400_0003ul, 0x1_0000_0102ul, 0x4020_0000ul, 0ul), Assert.Single(_call.Calls));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(0xffff_fffe)]
    [InlineData(-4)]
    public void A_refusal_is_reported_however_the_upper_half_looks(long answer)
    {
        _call.Answer = answer;
        Assert.False(new PsciFirmware(_call, Machine("arm,psci-1.0", false)).TryStartCpu(new CpuIndex(1), default));
    }

    [Fact]
    public void Success_is_the_lower_half_alone()
    {
        _call.Answer = 0x5555_5555_0000_0000;
        Assert.True(new PsciFirmware(_call, Machine("arm,psci-1.0", false)).TryStartCpu(new CpuIndex(1), default));
    }

    [Fact]
    public void Firmware_that_comes_back_from_power_off_is_a_panic()
    {
        PsciFirmware firmware = new(_call, Machine("arm,psci-1.0", false));
        Assert.Contains("SYSTEM_OFF", Assert.Throws<PanicException>(firmware.PowerOff).Message, StringComparison.Ordinal);
        Assert.Contains("SYSTEM_RESET", Assert.Throws<PanicException>(firmware.Reset).Message, StringComparison.Ordinal);
        Assert.Equal(0x8400_0008u, _call.Calls[0].Function);
        Assert.Equal(0x8400_0009u, _call.Calls[1].Function);
    }

    [Fact]
    public void Version_0_1_alone_is_refused()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new PsciFirmware(_call, Machine("arm,psci", false)));
        Assert.Contains("arm,psci-0.2", panic.Message, StringComparison.Ordinal);
    }

    private static FakeHardware Machine(string compatible, bool usesHvc)
    {
        FakeHardware hardware = new() { PsciUsesHvc = usesHvc, Affinities = [0, 0x1_0000_0102] };
        hardware.Add(compatible, []);
        return hardware;
    }
}

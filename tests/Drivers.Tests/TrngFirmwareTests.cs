using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class TrngFirmwareTests
{
    private const ulong PsciFeatures = 0x8400_000a;
    private const ulong SmcccVersion = 0x8000_0000;
    private const ulong TrngVersion = 0x8400_0050;
    private const ulong TrngFeatures = 0x8400_0051;
    private const ulong TrngRandom = 0xc400_0053;

    private readonly FakeFirmwareCall _call = new() { Answer = -1 };

    public TrngFirmwareTests()
    {
        Set(PsciFeatures, SmcccVersion, 0);
        Set(SmcccVersion, 0, 0x1_0002);
        Set(TrngVersion, 0, 0x1_0000);
        Set(TrngFeatures, TrngRandom, 0);
    }

    [Theory]
    [InlineData(false, "smc")]
    [InlineData(true, "hvc")]
    public void It_is_asked_by_the_conduit_the_device_tree_names(bool usesHvc, string conduit)
    {
        TrngFirmware firmware = new(_call, Machine("arm,psci-1.0", usesHvc));
        Assert.True(firmware.IsThere);
        _call.Answers[(TrngRandom, 64)] = (0x5555_5555_0000_0000, new FirmwareResults { X1 = 1, X2 = 2, X3 = 0xfedc_ba98_7654_3210 });
        Assert.True(firmware.TryDraw(out ulong bits));
        Assert.Equal(0xfedc_ba98_7654_3210ul, bits);
        Assert.Equal([PsciFeatures, SmcccVersion, TrngVersion, TrngFeatures, TrngRandom], _call.Calls.Select(call => call.Function));
        Assert.All(_call.Calls, call => Assert.Equal(conduit, call.Conduit));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(-1)]
    [InlineData(0xffff_fffd)]
    public void It_may_have_none_just_now(long answer)
    {
        TrngFirmware firmware = new(_call, Machine("arm,psci-1.0", false));
        _call.Answers[(TrngRandom, 64)] = (answer, new FirmwareResults { X3 = 5 });
        Assert.False(firmware.TryDraw(out _));
    }

    [Theory]
    [InlineData(PsciFeatures, SmcccVersion, -1, 1)]
    [InlineData(SmcccVersion, 0ul, 0x1_0000, 2)]
    [InlineData(SmcccVersion, 0ul, -1, 2)]
    [InlineData(TrngVersion, 0ul, -1, 3)]
    [InlineData(TrngVersion, 0ul, 0xffff_ffff, 3)]
    [InlineData(TrngVersion, 0ul, 0x2_0000, 3)]
    [InlineData(TrngFeatures, TrngRandom, -1, 4)]
    public void Firmware_that_lacks_what_it_takes_has_none_and_is_asked_no_further(ulong function, ulong argument, long answer, int calls)
    {
        Set(function, argument, answer);
        Assert.False(new TrngFirmware(_call, Machine("arm,psci-1.0", false)).IsThere);
        Assert.Equal(calls, _call.Calls.Count);
    }

    // Nobody may be there who takes an SMC.
    [Theory]
    [InlineData("arm,psci-0.2")]
    [InlineData("arm,pl011")]
    public void A_machine_without_PSCI_1_0_is_not_asked(string compatible)
    {
        Assert.False(new TrngFirmware(_call, Machine(compatible, false)).IsThere);
        Assert.Empty(_call.Calls);
    }

    private void Set(ulong function, ulong argument, long answer) => _call.Answers[(function, argument)] = (answer, default);

    private static FakeHardware Machine(string compatible, bool usesHvc)
    {
        FakeHardware hardware = new() { PsciUsesHvc = usesHvc };
        hardware.Add(compatible, []);
        return hardware;
    }
}

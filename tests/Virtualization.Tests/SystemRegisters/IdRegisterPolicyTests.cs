using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class IdRegisterPolicyTests
{
    // CRm, op2, the hardware's value, what the guest reads. The first lines are QEMU's Cortex-A72.
    [Theory]
    [InlineData(4, 0, 0x0000_0000_0100_2222, 0x0000_0000_0100_0012)] // ID_AA64PFR0_EL1: no EL2, no EL3, EL1 is AArch64 only
    [InlineData(5, 0, 0x0000_0000_1030_5106, 0x0000_0000_1030_5006)] // ID_AA64DFR0_EL1: no PMU
    [InlineData(6, 0, 0x0000_0000_0001_1120, 0x0000_0000_0001_1120)] // ID_AA64ISAR0_EL1
    [InlineData(7, 0, 0x0000_0000_0000_1124, 0x0000_0000_0000_0122)] // ID_AA64MMFR0_EL1: 40 bits
    [InlineData(1, 0, 0x0000_0000_0000_0131, 0x0000_0000_0000_0131)] // ID_PFR0_EL1
    [InlineData(1, 1, 0x0000_0000_1001_1011, 0x0000_0000_1001_0001)] // ID_PFR1_EL1
    [InlineData(1, 2, 0x0000_0000_0301_0066, 0x0000_0000_0000_0066)] // ID_DFR0_EL1
    [InlineData(1, 4, 0x0000_0000_1020_1105, 0x0000_0000_1020_1105)] // ID_MMFR0_EL1
    [InlineData(3, 2, 0x0000_0000_0000_0043, 0x0000_0000_0000_0043)] // MVFR2_EL1
    [InlineData(4, 0, -1, unchecked((long)0xff0f_0000_01ff_001f))]
    [InlineData(4, 1, -1, 0x0000_000f_0000_00ff)]
    [InlineData(4, 4, -1, 0)] // SVE
    [InlineData(4, 5, -1, 0)] // SME
    [InlineData(5, 0, -1, 0x0000_00f0_f0f0_f00f)]
    [InlineData(5, 1, -1, 0)]
    [InlineData(6, 0, -1, unchecked((long)0xffff_ffff_f0ff_fff0))]
    [InlineData(6, 1, -1, 0x00ff_ffff_ffff_ffff)]
    [InlineData(6, 2, -1, 0x00f0_0000_fff0_ffff)]
    [InlineData(6, 3, -1, 0)]
    [InlineData(7, 0, -1, 0x0000_f000_ffff_0ff2)]
    [InlineData(7, 1, -1, 0x000f_f0f0_0ff0_f000)]
    [InlineData(7, 2, -1, unchecked((long)0xf0ff_00ff_f0ff_0fff))]
    [InlineData(7, 3, -1, 0)]
    [InlineData(7, 7, -1, 0)]
    [InlineData(3, 3, -1, 0)]
    [InlineData(3, 7, -1, 0)]
    public void The_guest_sees_what_it_may_use(int crm, int op2, long hardware, long guest)
    {
        FakeGuestRegisters registers = new();
        registers.Identification[(crm, op2)] = (ulong)hardware;
        Assert.Equal((ulong)guest, new IdRegisterPolicy(registers, new GuestGicV3(new VcpuTopology(new MadeUpCluster(1, 1), new FakeProcessor()))).Read(crm, op2));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    public void A_cap_never_shows_more_than_there_is(uint physicalAddressRange)
    {
        FakeGuestRegisters registers = new();
        registers.Identification[(7, 0)] = physicalAddressRange;
        Assert.Equal(physicalAddressRange, new IdRegisterPolicy(registers, new GuestGicV3(new VcpuTopology(new MadeUpCluster(1, 1), new FakeProcessor()))).Read(7, 0));
    }
}

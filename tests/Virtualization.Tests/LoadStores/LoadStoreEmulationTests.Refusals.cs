using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <content>What lies across pages, what the guest has to bring or to be told, and what is not carried out.</content>
public sealed partial class LoadStoreEmulationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_pages_of_devices_need_not_lie_side_by_side(bool secondFaults)
    {
        _registers.GuestPhysicalPages[Device + 0x1000] = SecondPage;
        _frame.X[1] = Device + 0xff0;
        Store(0xad001023, at: Device + (secondFaults ? 0x1008 : 0xff0ul), ipa: secondFaults ? SecondPage : FirstPage); // stp q3, q4, [x1]
        string[] expected = ["write 8 at b000ff0: a0a0b0b0c0c0d006", "write 8 at b000ff8: a0a0b0b0c0c0d007", "write 8 at c000000: a0a0b0b0c0c0d008", "write 8 at c000008: a0a0b0b0c0c0d009"];
        Assert.Equal(expected, _accesses);
        Assert.Equal(Code + 4, _frame.Elr);
    }

    [Fact]
    public void Memory_and_a_device_in_one_access_get_an_external_abort()
    {
        _registers.GuestPhysicalPages[Device + 0x1000] = CodePage;
        _frame.X[1] = Device + 0xff8;
        Load(0xa9400821, at: Device + 0xff8); // ldp x1, x2, [x1]
        Assert.Empty(_accesses);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_page_that_the_guest_does_not_map_is_its_own_fault(bool isMapped)
    {
        if (isMapped)
        {
            _registers.GuestPhysicalPages[Device + 0x1000] = SecondPage;
            _registers.Refused.Add((true, false));
        }
        _frame.X[1] = Device + 0xff8;
        Load(0xa9400821, at: Device + 0xff8); // ldp x1, x2, [x1]
        Assert.Empty(_accesses);
        Assert.Equal(Device + 0x1000, _registers[GuestRegister.Far]);
        Assert.Equal((0x25ul << 26) | (1ul << 25) | (isMapped ? 0x0ful : 0x04ul), _registers[GuestRegister.Esr]);
    }

    [Theory]
    [InlineData(0xb8400820u, false)] // ldtr w0, [x1]: within a page its own translation is not asked again
    [InlineData(0xa9400821u, true)]
    public void Rights_are_those_of_the_exception_level(uint instruction, bool isRefused)
    {
        _frame.Spsr = GuestTrap.El0;
        _registers.GuestPhysicalPages[Device + 0x1000] = SecondPage;
        _registers.Refused.Add((false, false));
        _frame.X[1] = isRefused ? Device + 0xff8 : Device + 0x20;
        Load(instruction, at: _frame.X[1]);
        Assert.Equal(isRefused ? GuestTrap.Vbar + 0x400 : Code + 4, _frame.Elr);
    }

    [Fact]
    public void A_register_that_does_not_exist_leaves_all_registers_as_they_were()
    {
        _frame.X[1] = Device + ByteDevice.Missing - 8;
        Load(0xa8c10820, at: _frame.X[1]); // ldp x0, x2, [x1], #16
        Assert.Equal(["read 8 at b0007f8", "read 8 at b000800"], _accesses);
        Assert.Equal((0ul, 0x2222_2222_2222_2222ul, Device + ByteDevice.Missing - 8), (_frame.X[0], _frame.X[2], _frame.X[1]));
        Assert.Equal(Device + ByteDevice.Missing, _registers[GuestRegister.Far]);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
    }

    [Fact]
    public void Tags_in_an_address_are_none_of_it()
    {
        _frame.X[1] |= Tag;
        Load(0xb8404420, at: Device + 0x20 | Tag);
        Assert.Equal((0xa4a3_a2a1ul, (Device + 0x24) | Tag), (_frame.X[0], _frame.X[1]));
    }

    [Fact]
    public void Code_that_is_elsewhere_is_brought_here()
    {
        _memory.Elsewhere.Add(CodePage);
        Load(0xb8404420);
        Assert.Equal([(CodePage, AccessKind.Read)], _memory.Resolved);
        Assert.Equal(Code + 4, _frame.Elr);
    }

    [Fact]
    public void Code_that_the_guest_no_longer_maps_is_fetched_again_by_the_guest()
    {
        _registers.GuestPhysicalPages.Remove(Code);
        Load(0xb8404420);
        Assert.Empty(_accesses);
        Assert.Equal(Code, _frame.Elr);
    }

    [Theory]
    [InlineData(0x885f7c20u, 0u)] // ldxr w0, [x1]
    [InlineData(0x887f8820u, 0u)] // ldaxp w0, w2, [x1]
    [InlineData(0x88007c22u, Write)] // stxr w0, w2, [x1]
    [InlineData(0xb8200022u, 0u)] // ldadd w0, w2, [x1]
    [InlineData(0xd50b7421u, Write)] // dc zva, x1
    [InlineData(0xd50b7b21u, Write | CacheMaintenance)] // dc cvau, x1
    [InlineData(0xb8404420u, Write)] // a load that reports as a store: the code has changed
    [InlineData(0xb8408c20u, 0u)] // ldr w0, [x1, #8]!, which does not access where it faulted
    public void What_cannot_be_carried_out_gets_an_external_abort(uint instruction, uint iss)
    {
        Execute(instruction, TranslationFault | iss, Device + 0x20, FirstPage + 0x20);
        Assert.Empty(_accesses);
        Assert.Equal(GuestTrap.Vbar + 0x200, _frame.Elr);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
    }
}

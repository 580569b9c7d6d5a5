using Xunit;

namespace Pilevisor.Kernel.Tests;

/// <summary>Syndromes as hardware and the Arm ARM's examples give them.</summary>
public sealed class SyndromeTests
{
    [Fact]
    public void A_word_store_to_a_device()
    {
        // str w1, [x2] to an unmapped IPA: EC 0x24, IL, ISV, SAS word, SRT 1, WnR, translation fault level 3.
        ExceptionSyndrome syndrome = new(0x9381_0047);
        Assert.Equal(ExceptionClass.DataAbortLower, syndrome.Class);
        AbortSyndrome abort = syndrome.Abort;
        Assert.True(abort.HasAccess);
        Assert.Equal(4, abort.AccessBytes);
        Assert.Equal(1, abort.Register);
        Assert.True(abort.IsWrite);
        Assert.True(abort.IsTranslationFault);
        Assert.False(abort.IsPermissionFault);
        Assert.False(abort.IsStage1Walk);
        Assert.False(abort.SignExtends);
    }

    [Fact]
    public void A_sign_extending_byte_load_into_a_64_bit_register()
    {
        AbortSyndrome abort = new((1u << 24) | (1u << 21) | (7u << 16) | (1u << 15) | 0x0f);
        Assert.True(abort.HasAccess);
        Assert.Equal(1, abort.AccessBytes);
        Assert.Equal(7, abort.Register);
        Assert.True(abort.SignExtends);
        Assert.True(abort.Is64Bit);
        Assert.False(abort.IsWrite);
        Assert.True(abort.IsPermissionFault);
    }

    [Fact]
    public void The_walk_of_a_stage_1_table_and_an_access_flag_fault()
    {
        AbortSyndrome abort = new(0x8b);
        Assert.True(abort.IsStage1Walk);
        Assert.True(abort.IsAccessFlagFault);
        Assert.False(abort.HasAccess);
    }

    [Theory]
    [InlineData(0x04, true)]
    [InlineData(0x07, true)]
    [InlineData(0x2b, true)] // level -1: the walk of a guest that uses FEAT_LPA2
    [InlineData(0x29, false)] // an address size fault, level -1
    [InlineData(0x10, false)] // a synchronous external abort
    public void A_translation_fault_is_one_at_every_level(uint status, bool isOne)
    {
        AbortSyndrome abort = new(0x80 | status);
        Assert.Equal((isOne, isOne), (abort.IsTranslationFault, abort.IsStage2Fault));
    }

    [Fact]
    public void A_write_of_icc_sgi1r_el1_names_its_register()
    {
        // msr icc_sgi1r_el1 (S3_0_C12_C11_5), x3
        uint iss = (3u << 20) | (5u << 17) | (0u << 14) | (12u << 10) | (3u << 5) | (11u << 1);
        SystemRegisterSyndrome syndrome = new ExceptionSyndrome((0x18ul << 26) | iss).SystemRegister;
        Assert.Equal(new SystemRegisterEncoding(3, 0, 12, 11, 5), syndrome.Encoding);
        Assert.Equal(3, syndrome.Register);
        Assert.False(syndrome.IsRead);
    }

    [Fact]
    public void Register_31_is_the_zero_register()
    {
        TrapFrame frame = default;
        frame.Write(31, 5);
        frame.Write(30, 7);
        Assert.Equal(0ul, frame.Read(31));
        Assert.Equal(7ul, frame.Read(30));
    }
}

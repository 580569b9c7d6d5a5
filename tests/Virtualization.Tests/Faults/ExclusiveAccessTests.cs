using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Encodings as the GNU assembler makes them.</summary>
public sealed class ExclusiveAccessTests
{
    [Theory]
    [InlineData(0xc85f7c20u)] // ldxr x0, [x1]
    [InlineData(0x085f7c20u)] // ldxrb w0, [x1]
    [InlineData(0x885fffe2u)] // ldaxr w2, [sp]
    [InlineData(0xc87f0440u)] // ldxp x0, x1, [x2]
    [InlineData(0x887f8440u)] // ldaxp w0, w1, [x2]
    [InlineData(0xc8a07c41u)] // cas x0, x1, [x2]
    [InlineData(0x08e0fc41u)] // casalb w0, w1, [x2]
    [InlineData(0x48207c82u)] // casp x0, x1, x2, x3, [x4]
    [InlineData(0x0860fc82u)] // caspal w0, w1, w2, w3, [x4]
    [InlineData(0xf8208041u)] // swp x0, x1, [x2]
    [InlineData(0xf8200041u)] // ldadd x0, x1, [x2]
    [InlineData(0xb8e00041u)] // ldaddal w0, w1, [x2]
    [InlineData(0xb820305fu)] // stset w0, [x2]
    [InlineData(0x78201041u)] // ldclrh w0, w1, [x2]
    [InlineData(0xf8202041u)] // ldeor x0, x1, [x2]
    [InlineData(0xf8204041u)] // ldsmax x0, x1, [x2]
    [InlineData(0xb8207041u)] // ldumin w0, w1, [x2]
    [InlineData(0x38e08041u)] // swpalb w0, w1, [x2]
    public void Loads_that_announce_a_store_are_exclusive(uint instruction) => Assert.True(ExclusiveAccess.IsExclusiveLoad(instruction));

    [Theory]
    [InlineData(0xd503201fu)] // nop
    [InlineData(0xf9400020u)] // ldr x0, [x1]
    [InlineData(0xb8404c20u)] // ldr w0, [x1, #4]!
    [InlineData(0xf8626820u)] // ldr x0, [x1, x2]
    [InlineData(0xf8401020u)] // ldur x0, [x1, #1]
    [InlineData(0xa9400440u)] // ldp x0, x1, [x2]
    [InlineData(0xc8dffc20u)] // ldar x0, [x1]
    [InlineData(0xf8bfc020u)] // ldapr x0, [x1]
    [InlineData(0xc8007c41u)] // stxr w0, x1, [x2]
    [InlineData(0xc8208c41u)] // stlxp w0, x1, x3, [x2]
    [InlineData(0xc89ffc20u)] // stlr x0, [x1]
    [InlineData(0x3dc00020u)] // ldr q0, [x1]
    [InlineData(0x4c407020u)] // ld1 {v0.16b}, [x1]
    [InlineData(0xb9800020u)] // ldrsw x0, [x1]
    [InlineData(0xf8400820u)] // ldtr x0, [x1]
    [InlineData(0xf9800000u)] // prfm pldl1keep, [x0]
    [InlineData(0xf8200420u)] // ldraa x0, [x1]
    public void Others_are_not(uint instruction) => Assert.False(ExclusiveAccess.IsExclusiveLoad(instruction));
}

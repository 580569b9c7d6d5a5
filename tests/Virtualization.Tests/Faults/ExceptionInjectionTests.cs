using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class ExceptionInjectionTests
{
    private const ulong Write = 1ul << 6;
    private const ulong InstructionLength = 1ul << 25;
    private const ulong Span = 1ul << 23;
    private const ulong Dssbs = 1ul << 44;
    private const ulong Masked = 0x3c5;

    private readonly FakeGuestRegisters _registers = new();
    private readonly NodeCounters _counters = new(new FakeProcessor());

    public ExceptionInjectionTests()
    {
        _registers[GuestRegister.Vbar] = GuestTrap.Vbar;
        _registers[GuestRegister.Sctlr] = Span;
    }

    [Theory]
    [InlineData(0x00ul, 0x400ul, 0x24ul)] // EL0
    [InlineData(0x04ul, 0x000ul, 0x25ul)] // EL1t
    [InlineData(0x05ul, 0x200ul, 0x25ul)] // EL1h
    [InlineData(0x10ul, 0x600ul, 0x24ul)] // AArch32 user
    public void A_data_abort_goes_to_the_vector_of_the_state_it_was_taken_in(ulong spsr, ulong vector, ulong exceptionClass)
    {
        TrapFrame frame = GuestTrap.Fault(ExceptionClass.DataAbortLower, (uint)Write | 6, 0x1000_0000, 0xabc, spsr);
        new ExceptionInjection(_registers, _counters).InjectDataAbort(ref frame, new ExceptionSyndrome(frame.Esr));
        Assert.Equal(GuestTrap.Vbar + vector, frame.Elr);
        Assert.Equal((exceptionClass << 26) | InstructionLength | Write | 0x10, _registers[GuestRegister.Esr]);
        Assert.Equal(0xabcul, _registers[GuestRegister.Far]);
        Assert.Equal(0xffff_8000_0008_0000ul, _registers[GuestRegister.Elr]);
        Assert.Equal(spsr, _registers[GuestRegister.Spsr]);
        Assert.Equal(Masked, frame.Spsr);
        Assert.Equal(1ul, _counters[Counter.ExternalAborts]);
    }

    [Theory]
    [InlineData(0x00ul, 0x20ul)]
    [InlineData(0x05ul, 0x21ul)]
    public void An_instruction_abort_says_so(ulong spsr, ulong exceptionClass)
    {
        TrapFrame frame = GuestTrap.Fault(ExceptionClass.InstructionAbortLower, 6, 0x1000_0000, 0xabc, spsr);
        new ExceptionInjection(_registers, _counters).InjectInstructionAbort(ref frame, new ExceptionSyndrome(frame.Esr));
        Assert.Equal((exceptionClass << 26) | InstructionLength | 0x10, _registers[GuestRegister.Esr]);
    }

    [Fact]
    public void An_undefined_instruction_is_no_external_abort()
    {
        TrapFrame frame = GuestTrap.At(0x1000);
        _registers[GuestRegister.Far] = 77;
        new ExceptionInjection(_registers, _counters).InjectUndefined(ref frame, new ExceptionSyndrome(0x6600_0000 | (1ul << 25)));
        Assert.Equal(InstructionLength, _registers[GuestRegister.Esr]);
        Assert.Equal(77ul, _registers[GuestRegister.Far]);
        Assert.Equal(0ul, _counters[Counter.ExternalAborts]);
    }

    [Theory]
    [InlineData(0xf000_0000ul, Span, 0xf000_0000ul)] // NZCV kept
    [InlineData(0x0040_0000ul, Span, 0x0040_0000ul)] // PAN kept
    [InlineData(0x0000_0000ul, 0ul, 0x0040_0000ul)] // PAN set: SPAN clear
    [InlineData(0x0100_0000ul, Span, 0x0100_0000ul)] // DIT kept
    [InlineData(0x0000_1000ul, Span, 0ul)] // SSBS as SCTLR_EL1 says
    [InlineData(0x0000_0000ul, Span | Dssbs, 0x1000ul)]
    [InlineData(0x0030_0c00ul, Span, 0ul)] // SS, IL, BTYPE cleared
    [InlineData(0x0280_0000ul, Span, 0ul)] // TCO, UAO cleared
    [InlineData(0x0120_0010ul, Span, 0x0100_0000ul)] // of AArch32 state too: there bit 21 is SS, as everywhere in SPSR_EL2
    public void The_handler_begins_in_the_state_that_the_CPU_would_set(ulong spsr, ulong sctlr, ulong expected) =>
        Assert.Equal(Masked | expected, new ProcessorState(spsr).OnExceptionToEl1(sctlr).Bits);
}

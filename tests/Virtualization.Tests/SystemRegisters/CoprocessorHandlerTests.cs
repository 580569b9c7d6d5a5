using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>An application in AArch32 state that its kernel lets at the physical timer.</summary>
public sealed class CoprocessorHandlerTests
{
    private const ulong Address = 0x0040_1000;
    private const uint Always = (1u << 24) | (14u << 20);
    private const uint Tval = (14u << 10) | (2u << 1);
    private const uint Control = (1u << 17) | (14u << 10) | (2u << 1);
    private const uint Cval = (2u << 16) | (14u << 1);
    private const uint Count = 14u << 1;

    private readonly TrapTable _traps = new();
    private readonly FakeGuestRegisters _registers = new();
    private readonly SimulatedGuest _guest = new();

    public CoprocessorHandlerTests()
    {
        SimulatedNode node = _guest.Nodes[0];
        node.Counter.Now = new Cycles(0x1_0000_1000);
        _registers[GuestRegister.Vbar] = GuestTrap.Vbar;
        ExceptionInjection injection = new(_registers, new NodeCounters(new FakeProcessor()));
        UndefinedInstructionHandler undefined = new(_traps, injection, new TrapLog(new RecordingLog(), node.Counter));
        new CoprocessorHandler(_traps, node.Time, node.PhysicalTimer, undefined).Initialize();
    }

    [Fact]
    public void The_count_comes_in_two_words()
    {
        TrapFrame frame = Trap(ExceptionClass.Coprocessor15Double, Always | Count | (7 << 10) | (3 << 5) | 1);
        Assert.Equal(0x1000ul, frame.Read(3));
        Assert.Equal(1ul, frame.Read(7));
        Assert.Equal(Address + 4, frame.Elr);
    }

    [Fact]
    public void The_timers_registers_are_those_of_AArch64()
    {
        TrapFrame frame = NewFrame();
        frame.Write(3, 0x9000);
        frame.Write(7, 2);
        Trap(ref frame, ExceptionClass.Coprocessor15Double, Always | Cval | (7 << 10) | (3 << 5));
        frame = NewFrame();
        frame.Write(5, 0xffff_fffd);
        Trap(ref frame, ExceptionClass.Coprocessor15, Always | Control | (5 << 5));
        Assert.Equal(2ul, Trap(ExceptionClass.Coprocessor15Double, Always | Cval | (7 << 10) | (3 << 5) | 1).Read(7));
        Assert.Equal(1ul, Trap(ExceptionClass.Coprocessor15, Always | Control | (3 << 5) | 1).Read(3));
        Assert.Equal(0x8000ul, Trap(ExceptionClass.Coprocessor15, Always | Tval | (3 << 5) | 1).Read(3));
        frame = NewFrame();
        frame.Write(5, 0xffff_fff0);
        Trap(ref frame, ExceptionClass.Coprocessor15, Always | Tval | (5 << 5));
        Assert.Equal(5ul, Trap(ExceptionClass.Coprocessor15, Always | Control | (3 << 5) | 1).Read(3));
        Assert.Equal(0xffff_fff0ul, Trap(ExceptionClass.Coprocessor15, Always | Tval | (3 << 5) | 1).Read(3));
    }

    [Theory]
    [InlineData(ExceptionClass.Coprocessor15, (9u << 10) | (12u << 1) | 1)] // PMCR
    [InlineData(ExceptionClass.Coprocessor15, (13u << 10) | (2u << 1) | 1)] // AMCR
    [InlineData(ExceptionClass.Coprocessor15Double, (0u << 16) | (9u << 1) | 1)] // PMCCNTR
    [InlineData(ExceptionClass.Coprocessor15Double, Count)] // CNTPCT cannot be written
    public void The_rest_is_undefined(ExceptionClass exceptionClass, uint iss)
    {
        TrapFrame frame = Trap(exceptionClass, Always | iss);
        Assert.Equal(GuestTrap.Vbar + 0x600, frame.Elr);
        Assert.Equal(1ul << 25, _registers[GuestRegister.Esr]);
    }

    // The conditions in order, each with the flags NZCV (8 to 1) for which it holds, by table F1-1.
    [Fact]
    public void An_instruction_whose_condition_fails_does_nothing_wherever_the_condition_stands()
    {
        Func<bool, bool, bool, bool, bool>[] table =
        [
            (n, z, c, v) => z, (n, z, c, v) => !z, (n, z, c, v) => c, (n, z, c, v) => !c, (n, z, c, v) => n, (n, z, c, v) => !n, (n, z, c, v) => v, (n, z, c, v) => !v,
            (n, z, c, v) => c && !z, (n, z, c, v) => !c || z, (n, z, c, v) => n == v, (n, z, c, v) => n != v, (n, z, c, v) => !z && n == v, (n, z, c, v) => z || n != v,
            (n, z, c, v) => true, (n, z, c, v) => true,
        ];
        for (uint condition = 0; condition < 15; condition++)
        {
            for (uint flags = 0; flags < 16; flags++)
            {
                bool holds = table[condition]((flags & 8) != 0, (flags & 4) != 0, (flags & 2) != 0, (flags & 1) != 0);
                TrapFrame frame = NewFrame();
                frame.Spsr |= (ulong)flags << 28;
                Trap(ref frame, ExceptionClass.Coprocessor15Double, (1u << 24) | (condition << 20) | Count | (7 << 10) | (3 << 5) | 1);
                Assert.Equal(holds ? 0x1000ul : 0, frame.Read(3));
                // The same in T32, as the second of two instructions behind IT.
                frame = NewFrame();
                frame.Spsr |= ((ulong)flags << 28) | 0x20 | ((ulong)((condition << 2) | 2) << 10);
                Trap(ref frame, ExceptionClass.Coprocessor15Double, Count | (7 << 10) | (3 << 5) | 1);
                Assert.Equal(holds ? 0x1000ul : 0, frame.Read(3));
                Assert.Equal(0u, frame.IfThen);
                Assert.Equal(Address + 4, frame.Elr);
            }
        }
    }

    [Theory]
    [InlineData(new[] { 0x06u, 0x0cu, 0x18u, 0u })] // ITTE EQ, before its first and behind its third instruction
    [InlineData(new[] { 0xa8u, 0u })]
    [InlineData(new[] { 0u, 0u })]
    public void A_block_of_conditions_goes_on_instruction_by_instruction(uint[] states)
    {
        foreach ((uint state, uint next) in states.Zip(states.Skip(1)))
        {
            TrapFrame frame = NewFrame();
            frame.Spsr |= 0x20 | ((ulong)(state >> 2) << 10) | ((ulong)(state & 3) << 25);
            Assert.Equal(state, frame.IfThen);
            frame.SkipInstruction();
            Assert.Equal(next, frame.IfThen);
            Assert.Equal(Address + 2, frame.Elr);
        }
    }

    private static TrapFrame NewFrame() => GuestTrap.At(Address, GuestTrap.AArch32User);

    private TrapFrame Trap(ExceptionClass exceptionClass, uint iss)
    {
        TrapFrame frame = NewFrame();
        Trap(ref frame, exceptionClass, iss);
        return frame;
    }

    private void Trap(ref TrapFrame frame, ExceptionClass exceptionClass, uint iss)
    {
        frame.Esr = ((ulong)exceptionClass << 26) | (1ul << 25) | iss;
        _traps.Dispatch(ref frame);
    }
}

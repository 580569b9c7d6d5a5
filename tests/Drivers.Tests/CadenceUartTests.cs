using System;
using System.Text;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class CadenceUartTests
{
    private const ulong Registers = 0xff00_0000;
    private readonly FakeMmio _mmio = new();
    private readonly FakeCadenceUart _uart = new();
    private readonly CadenceUart _console;

    public CadenceUartTests()
    {
        FakeHardware hardware = new();
        hardware.Add("cdns,uart-r1p12", [(Registers, 0x1000)], 53);
        _mmio.Add(Registers, 0x1000, _uart);
        _console = new CadenceUart(_mmio, hardware);
    }

    [Theory]
    [InlineData(0x114)]
    [InlineData(0x128)]
    public void It_can_be_written_to_before_it_is_initialised_though_firmware_left_it_off(uint control)
    {
        _uart.Control = control;
        Assert.True(_console.TryWrite((byte)'!'));
        _uart.Drain();
        Assert.Equal("!", Encoding.ASCII.GetString([.. _uart.Sent]));
    }

    [Fact]
    public void Initialising_loses_nothing_that_was_written_before()
    {
        _uart.LineRuns = true;
        foreach (byte value in "boot"u8) Assert.True(_console.TryWrite(value));
        _console.Initialize();
        Assert.Equal("boot", Encoding.ASCII.GetString([.. _uart.Sent]));
    }

    [Fact]
    public void Initialised_it_has_eight_bits_at_firmwares_speed_and_interrupts_as_it_is_told()
    {
        _uart.ResetTakes = 3;
        _console.Initialize();
        Assert.Equal(0x14u, _uart.Control);
        Assert.Equal(0x21u, _uart.Mode);
        Assert.Equal((0u, 0u), (_uart.Mask, _uart.Raised));
        _console.InterruptOn(ConsoleEvents.Received);
        Assert.Equal(0x101u, _uart.Mask);
        _console.InterruptOn(ConsoleEvents.Room);
        Assert.Equal(0x8u, _uart.Mask);
        _console.InterruptOn(ConsoleEvents.Received | ConsoleEvents.Room);
        Assert.Equal(0x109u, _uart.Mask);
        _console.InterruptOn(ConsoleEvents.None);
        Assert.Equal(0u, _uart.Mask);
        Assert.Equal(53u, _console.Interrupt.Value);
    }

    [Fact]
    public void A_receiver_that_stays_in_reset_is_a_panic()
    {
        _uart.ResetTakes = int.MaxValue;
        Assert.Contains("RXRES", Assert.Throws<PanicException>(_console.Initialize).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_fifo_is_asked_once_for_all_that_it_holds_and_a_full_one_refuses_a_byte()
    {
        _console.Initialize();
        int looks = _uart.Looks;
        for (int i = 0; i < 64; i++) Assert.True(_console.TryWrite((byte)i));
        Assert.Equal(looks + 1, _uart.Looks);
        Assert.False(_console.TryWrite(64));
        _uart.Drain();
        Assert.True(_console.TryWrite(64));
        _uart.Drain();
        for (int i = 0; i <= 64; i++) Assert.Equal(i, _uart.Sent[i]);
    }

    [Fact]
    public void Who_finds_it_full_is_told_when_it_has_room_and_not_before_twice()
    {
        _console.Initialize();
        while (_console.TryWrite((byte)'x'))
        {
        }
        _console.InterruptOn(ConsoleEvents.Room);
        Assert.False(_uart.Interrupt);
        _uart.Drain();
        Assert.True(_uart.Interrupt);
        _console.AcknowledgeInterrupt();
        Assert.False(_uart.Interrupt);
        Assert.True(_console.TryWrite((byte)'y'));
    }

    [Fact]
    public void Room_that_came_before_anybody_asked_interrupts_at_once()
    {
        _console.Initialize();
        while (_console.TryWrite((byte)'x'))
        {
        }
        _uart.Drain();
        _console.InterruptOn(ConsoleEvents.Room);
        Assert.True(_uart.Interrupt);
    }

    [Fact]
    public void Bytes_are_read_in_order_with_what_is_wrong_with_them()
    {
        _console.Initialize();
        foreach ((byte value, uint raised, LineErrors errors) in new[] { ((byte)'a', 0u, LineErrors.None), ((byte)'x', 1u << 6, LineErrors.Framing), ((byte)'p', 1u << 7, LineErrors.Parity), ((byte)0, 1u << 13, LineErrors.Break) })
        {
            _uart.Receive(value, raised);
            Assert.True(_console.TryRead(out ReceivedCharacter received));
            Assert.Equal((value, errors), (received.Value, received.Errors));
        }
        Assert.False(_console.TryRead(out _));
    }

    [Fact]
    public void What_did_not_fit_is_said_once()
    {
        _console.Initialize();
        for (int i = 0; i < 66; i++) _uart.Receive((byte)i);
        Assert.True(_console.TryRead(out ReceivedCharacter first));
        Assert.True(_console.TryRead(out ReceivedCharacter second));
        Assert.Equal((LineErrors.Overrun, LineErrors.None), (first.Errors, second.Errors));
    }

    [Fact]
    public void What_was_not_taken_interrupts_as_soon_as_it_may_and_for_as_long_as_it_waits()
    {
        _console.Initialize();
        _uart.Receive((byte)'a');
        _uart.Receive((byte)'b');
        Assert.False(_uart.Interrupt);
        _console.AcknowledgeInterrupt();
        _console.InterruptOn(ConsoleEvents.Received);
        Assert.True(_uart.Interrupt);
        Assert.True(_console.TryRead(out _));
        _console.AcknowledgeInterrupt();
        Assert.True(_uart.Interrupt);
        Assert.True(_console.TryRead(out _));
        Assert.False(_console.TryRead(out _));
        Assert.False(_uart.Interrupt);
    }

    [Fact]
    public void A_byte_that_comes_while_the_interrupt_is_cleared_is_not_forgotten()
    {
        _console.Initialize();
        _console.InterruptOn(ConsoleEvents.Received);
        _uart.AfterEmptyLook = () => _uart.Receive((byte)'a');
        Assert.True(_console.TryRead(out ReceivedCharacter received));
        Assert.Equal((byte)'a', received.Value);
        _uart.Receive((byte)'b');
        Assert.True(_uart.Interrupt);
    }

    [Fact]
    public void A_machine_without_one_is_told_so()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new CadenceUart(_mmio, new FakeHardware()));
        Assert.Equal("the device tree has no serial port (compatible \"cdns,uart-r1p12\")", panic.Message);
    }
}

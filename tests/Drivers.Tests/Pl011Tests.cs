using System.Text;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class Pl011Tests
{
    private const ulong Registers = 0x0900_0000;
    private readonly FakeMmio _mmio = new();
    private readonly FakePl011 _uart = new();
    private readonly Pl011 _console;

    public Pl011Tests()
    {
        FakeHardware hardware = new();
        hardware.Add("arm,pl011", [(Registers, 0x1000)], 33);
        _mmio.Add(Registers, 0x1000, _uart);
        _console = new Pl011(_mmio, hardware);
    }

    [Fact]
    public void It_can_be_written_to_before_it_is_initialised()
    {
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
    public void Initialised_it_has_eight_bits_and_fifos_and_interrupts_as_it_is_told()
    {
        _console.Initialize();
        Assert.Equal(0x301u, _uart.Control);
        Assert.Equal(0x70u, _uart.LineControl);
        Assert.Equal(0u, _uart.InterruptMask);
        _console.InterruptOn(ConsoleEvents.Received);
        Assert.Equal(0x50u, _uart.InterruptMask);
        _console.InterruptOn(ConsoleEvents.Room);
        Assert.Equal(0x20u, _uart.InterruptMask);
        _console.InterruptOn(ConsoleEvents.Received | ConsoleEvents.Room);
        Assert.Equal(0x70u, _uart.InterruptMask);
        Assert.Equal(33u, _console.Interrupt.Value);
    }

    [Fact]
    public void An_empty_fifo_is_asked_once_for_all_that_it_holds()
    {
        _console.Initialize();
        int looks = _uart.Looks;
        for (int i = 0; i < 16; i++) Assert.True(_console.TryWrite((byte)i));
        Assert.Equal(looks + 1, _uart.Looks);
        Assert.False(_console.TryWrite(16));
        _uart.Drain();
        Assert.True(_console.TryWrite(16));
        Assert.Equal(looks + 3, _uart.Looks);
    }

    [Fact]
    public void A_full_fifo_refuses_a_byte_and_loses_none()
    {
        int taken = 0;
        while (_console.TryWrite((byte)taken)) taken++;
        Assert.Equal(16, taken);
        _uart.Drain();
        Assert.True(_console.TryWrite(16));
        _uart.Drain();
        for (int i = 0; i <= 16; i++) Assert.Equal(i, _uart.Sent[i]);
    }

    [Fact]
    public void Bytes_are_read_in_order_with_what_is_wrong_with_them()
    {
        _uart.Receive((byte)'a');
        _uart.Receive((byte)'x', 1 << 8);
        _uart.Receive(0, 1 << 10);
        _uart.Receive((byte)'b', 1 << 11);
        foreach ((byte value, LineErrors errors) in new[] { ((byte)'a', LineErrors.None), ((byte)'x', LineErrors.Framing), ((byte)0, LineErrors.Break), ((byte)'b', LineErrors.Overrun) })
        {
            Assert.True(_console.TryRead(out ReceivedCharacter received));
            Assert.Equal((value, errors), (received.Value, received.Errors));
        }
        Assert.False(_console.TryRead(out _));
    }

    [Fact]
    public void What_was_not_taken_interrupts_as_soon_as_it_may()
    {
        _console.Initialize();
        _uart.Receive((byte)'a');
        Assert.False(_uart.Interrupt);
        _console.AcknowledgeInterrupt();
        _console.InterruptOn(ConsoleEvents.Received);
        Assert.True(_uart.Interrupt);
    }

    [Fact]
    public void A_byte_that_comes_before_the_acknowledgement_keeps_the_interrupt_up()
    {
        _console.Initialize();
        _console.InterruptOn(ConsoleEvents.Received);
        _uart.Receive((byte)'a');
        Assert.True(_uart.Interrupt);
        while (_console.TryRead(out _))
        {
        }
        Assert.False(_uart.Interrupt);
        _uart.Receive((byte)'b');
        _console.AcknowledgeInterrupt();
        Assert.True(_uart.Interrupt);
    }

    [Fact]
    public void A_machine_without_one_is_told_so()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new Pl011(_mmio, new FakeHardware()));
        Assert.Equal("the device tree has no serial port (compatible \"arm,pl011\")", panic.Message);
    }
}

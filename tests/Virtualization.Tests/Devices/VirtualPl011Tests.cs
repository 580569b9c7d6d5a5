using System.Linq;
using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class VirtualPl011Tests
{
    private const uint Data = 0x00;
    private const uint Status = 0x04;
    private const uint Flags = 0x18;
    private const uint LineControl = 0x2c;
    private const uint Mask = 0x38;
    private const uint Raw = 0x3c;
    private const uint Masked = 0x40;
    private const uint Clear = 0x44;

    private const ulong Receive = 1 << 4;
    private const ulong Transmit = 1 << 5;
    private const ulong Timeout = 1 << 6;
    private const ulong Full = 0x40;
    private const ulong Empty = 0x10;
    private const ulong FifoEnable = 0x10;

    private readonly SerialPort _port = new();
    private readonly InterruptLine _line = new();
    private readonly FakeInterruptRouter _router = new();
    private readonly VirtualPl011 _uart;

    public VirtualPl011Tests()
    {
        FakeProcessor processor = new();
        CheckedLockOrder order = new(processor);
        MadeUpCluster alone = new(1, 1);
        IMessenger nobody = new LoopbackMessenger().Connect(alone);
        _uart = new VirtualPl011(_port, _line, new Pl011Grants(nobody), new Pl011Front(nobody, order), new VcpuTopology(alone, processor), order);
        new ConsoleInterrupt(_uart, _port, new MadeUpCluster(1, 1), _router, new FakeInterruptController()).Initialize();
    }

    [Fact]
    public void Drivers_recognise_it()
    {
        ulong identity = 0;
        for (int i = 3; i >= 0; i--) identity = (identity << 8) | Read(0xfe0 + ((uint)i * 4));
        Assert.Equal(0x0034_1011ul, identity);
        Assert.Equal([0x0dul, 0xf0ul, 0x05ul, 0xb1ul], Enumerable.Range(0, 4).Select(i => Read(0xff0 + ((uint)i * 4))));
        Assert.Equal(0x300ul, Read(0x30));
        Assert.Equal(0x12ul, Read(0x34));
    }

    [Theory]
    [InlineData(0x20u, 0x1234ul, 0x34ul)]
    [InlineData(0x24u, 0x12345ul, 0x2345ul)]
    [InlineData(0x28u, 0xfful, 0x3ful)]
    [InlineData(0x2cu, 0x170ul, 0x70ul)]
    [InlineData(0x30u, 0xf01ul, 0xf01ul)]
    [InlineData(0x34u, 0xfful, 0x3ful)]
    [InlineData(0x48u, 0xful, 0x7ul)]
    [InlineData(0x100u, 0xful, 0ul)]
    [InlineData(0xfe0u, 0xful, 0x11ul)]
    public void Settings_read_back(uint offset, ulong written, ulong read)
    {
        Write(offset, written);
        Assert.Equal(read, Read(offset));
    }

    [Fact]
    public void What_the_guest_sends_goes_out_at_once()
    {
        foreach (byte value in "hello"u8) Write(Data, value);
        Assert.Equal("hello", _port.Sent);
        Assert.Equal(0x90ul, Read(Flags) & 0xf8); // transmit and receive empty
    }

    [Fact]
    public void A_full_port_fills_the_FIFO_and_its_interrupt_empties_it()
    {
        Write(LineControl, FifoEnable);
        _port.Room = 2;
        string text = string.Concat(Enumerable.Range(0, 34).Select(i => (char)('A' + i)));
        foreach (char character in text) Write(Data, character);
        Assert.Equal("AB", _port.Sent);
        Assert.Equal(0x28ul, Read(Flags) & 0xa8); // full, busy, not empty

        _port.Room = 3;
        Assert.True(_port.Interrupts);
        _router.Take(_port.Interrupt);
        Assert.Equal("ABCDE", _port.Sent);
        Assert.False(_port.Interrupts);

        _port.Room = 100;
        _router.Take(_port.Interrupt);
        Assert.Equal(text, _port.Sent);
        Assert.False(_port.Interrupts); // for room that nobody needs
        Assert.Equal(0x80ul, Read(Flags) & 0xa8);
    }

    [Fact]
    public void Without_FIFOs_there_is_one_holding_register()
    {
        _port.Room = 0;
        Write(Data, 'x');
        Assert.Equal(0x28ul, Read(Flags) & 0xa8);
        _port.Arrive("ab");
        _router.Take(_port.Interrupt);
        Assert.Equal(Full, Read(Flags) & (Full | Empty));
        Assert.Equal(1, _port.Waiting);
    }

    [Fact]
    public void The_transmit_interrupt_says_that_there_is_room()
    {
        Write(Mask, Transmit);
        Assert.False(_line.IsHigh);
        Write(Data, 'x');
        Assert.True(_line.IsHigh);
        Write(Clear, Transmit);
        Assert.False(_line.IsHigh);

        _port.Room = 0;
        Write(Data, 'y');
        Assert.False(_line.IsHigh);
        _port.Room = 1;
        _router.Take(_port.Interrupt);
        Assert.True(_line.IsHigh);
    }

    [Fact]
    public void What_arrives_interrupts_until_it_was_read()
    {
        Write(Mask, Receive | Timeout);
        Write(LineControl, FifoEnable);
        _port.Arrive("ok");
        Assert.Equal(InterruptOutcome.Completed, _router.Take(_port.Interrupt));
        Assert.Equal(2, _port.Acknowledgements); // once at first
        Assert.Equal([true], _line.Changes);
        Assert.Equal(Receive | Timeout, Read(Masked));
        Assert.Equal('o', (char)Read(Data));
        Assert.True(_line.IsHigh);
        Assert.Equal('k', (char)Read(Data));
        Assert.Equal([true, false], _line.Changes);
        Assert.Equal(0x10ul, Read(Flags) & 0x10);
        Assert.Equal(0ul, Read(Data));
    }

    [Fact]
    public void Bytes_that_a_driver_leaves_behind_are_not_forgotten()
    {
        Write(LineControl, FifoEnable);
        _port.Arrive(new string('z', 100));
        _router.Take(_port.Interrupt);
        Assert.Equal(Full, Read(Flags) & (Full | Empty));
        Write(Clear, 0x7ff);
        for (int i = 0; i < 64; i++) Read(Data); // what Linux does at start-up
        Write(Mask, Receive | Timeout);
        Assert.True(_line.IsHigh);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(FifoEnable)]
    public void Input_that_the_guest_does_not_read_waits_in_the_machines_port(ulong lineControl)
    {
        Write(LineControl, lineControl);
        string text = string.Concat(Enumerable.Range(0, 64 << 10).Select(i => (char)(byte)(i * 7)));
        int most = 0;
        StringBuilder got = new();
        for (int sent = 0; got.Length < text.Length;)
        {
            // Somebody types faster than the guest reads, as far as the line lets through.
            for (int i = 0; i < 3 && sent < text.Length && _port.Waiting < 16; i++) _port.Arrive(text[sent++].ToString());
            most = int.Max(most, _port.Waiting);
            if (_port.Interrupts) _router.Take(_port.Interrupt);
            Assert.False(_port.Interrupts); // who cannot be helped is not asked again and again
            if ((Read(Flags) & Empty) == 0) got.Append((char)Read(Data));
        }
        Assert.Equal(text, got.ToString());
        Assert.Equal(16, most);
        Assert.Equal(0ul, Read(Status));
    }

    [Fact]
    public void What_is_wrong_with_a_character_is_told_with_it()
    {
        Write(LineControl, FifoEnable);
        _port.Arrive("a");
        _port.Arrive(0, LineErrors.Break | LineErrors.Framing);
        _port.Arrive((byte)'b', LineErrors.Overrun);
        _router.Take(_port.Interrupt);
        Assert.Equal(0x680ul, Read(Raw) & 0x780);
        Assert.Equal(8ul, Read(Status)); // an overrun at once
        Assert.Equal((ulong)'a', Read(Data));
        Assert.Equal(8ul, Read(Status));
        Assert.Equal(0x500ul, Read(Data));
        Assert.Equal(0xdul, Read(Status)); // the others with the character that was read last
        Assert.Equal(0x800ul | 'b', Read(Data));
        Assert.Equal(8ul, Read(Status));
        Write(Status, 0xff);
        Assert.Equal(0ul, Read(Status));
        Write(Clear, 0x780);
        Assert.Equal(0ul, Read(Raw) & 0x780);
    }

    [Theory]
    [InlineData(0u, 8)]
    [InlineData(2u, 2)]
    [InlineData(0x19u, 1)]
    public void Accesses_across_registers_are_refused(uint offset, int bytes)
    {
        Assert.False(_uart.TryRead(new MmioAccess(offset, bytes, default), out _));
        Assert.False(_uart.TryWrite(new MmioAccess(offset, bytes, default), 0));
    }

    [Fact]
    public void Only_the_leader_turns_its_port_on()
    {
        SerialPort port = new();
        FakeInterruptRouter router = new();
        new ConsoleInterrupt(_uart, port, new MadeUpCluster(2, 1, self: 1), router, new FakeInterruptController()).Initialize();
        Assert.False(port.IsOn);
        Assert.Empty(router.Handlers);
    }

    private ulong Read(uint offset)
    {
        Assert.True(_uart.TryRead(new MmioAccess(offset, 2, default), out ulong value));
        return value;
    }

    private void Write(uint offset, ulong value) => Assert.True(_uart.TryWrite(new MmioAccess(offset, 4, default), value));
}

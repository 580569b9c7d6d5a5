using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Pilevisor.Drivers.Tests;

/// <summary>
/// A Cadence GEM with two queues (UG1085, chapter 34). It reads and writes memory as a device does, looks one descriptor ahead in the receive ring and remembers what it saw, writes back only a sent frame's first descriptor, and fails the test when the driver
/// breaks a rule: registers set in another order, rings and buffers that are misaligned or of another length, a descriptor changed that is the device's.
/// </summary>
/// <param name="memory">RAM, as a device sees it.</param>
public sealed class FakeGem(FakeGem.Ram memory) : FakeRegisters
{
    /// <summary>How the device reaches RAM.</summary>
    public delegate Span<byte> Ram(ulong address, int bytes);

    private const int Words = 4;
    private const uint Management = 1 << 4, Receive = 1 << 2, Transmit = 1 << 3, Start = 1 << 9;
    private const uint Settled = (1u << 3) | (1u << 17);

    private readonly uint[] _registers = new uint[0x800 / 4];
    private readonly ulong[] _receiveAt = new ulong[2];
    private readonly ulong[] _transmitAt = new ulong[2];
    private readonly uint[][] _ahead = [new uint[Words], new uint[Words]];
    private bool _filters;
    private bool _hasDropped;
    private uint _enabled;

    /// <summary>The frames it has put on the wire.</summary>
    public Queue<byte[]> Wire { get; } = new();

    /// <summary>Whether it holds back what it is told to send, as a busy one does.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether the next start of a transmission coincides with its last look, and is lost.</summary>
    public bool LosesStart { get; set; }

    /// <summary>Whether interrupt status is cleared by reading, as designcfg_debug1 says.</summary>
    public bool ClearsOnRead { get; set; } = true;

    /// <summary>designcfg_debug6: queue 1, and 64-bit addresses.</summary>
    public uint Design6 { get; set; } = (1u << 23) | 2;

    /// <summary>designcfg_debug2: the longest frame.</summary>
    public uint LongestFrame { get; set; } = 10240;

    /// <summary>Where a PHY answers, or none does.</summary>
    public int? Phy { get; set; } = 7;

    /// <summary>The PHY's registers: an 88E1111's, with its link up at 1,000 Mbit/s.</summary>
    public ushort[] PhyRegisters { get; } = [0x1140, 0x796d, 0x0141, 0x0cc2, 0x01e1, 0xcde1, 0xf, 0x2001, 0x40e6, 0x0300, 0x7c00, 0, 0, 0, 0, 0x3000];

    /// <summary>How often network_control was written.</summary>
    public int ControlWrites { get; private set; }

    /// <summary>Interrupts that have a reason and are let through.</summary>
    public uint Interrupts => _registers[0x24 / 4] & _enabled;

    /// <summary>network_config.</summary>
    public uint Configuration => _registers[1];

    /// <summary>Gives the interface an address, as firmware does.</summary>
    public void SetAddress(uint bottom, uint top) => (_registers[0x88 / 4], _registers[0x8c / 4]) = (bottom, top);

    /// <summary>The cable is pulled, and put in again if <paramref name="isUp"/>: what the PHY shows until it is read.</summary>
    public void SetLink(bool isUp)
    {
        PhyRegisters[1] = (ushort)(isUp ? PhyRegisters[1] | 0x24 : PhyRegisters[1] & ~0x24);
        _hasDropped |= !isUp;
    }

    /// <summary>An interrupt gets lost on its way.</summary>
    public void LoseInterrupts() => _registers[0x24 / 4] = 0;

    /// <summary>It saw that the next receive descriptor was not its own, a moment before it was.</summary>
    public void SeeNoBuffer()
    {
        _ahead[0][0] |= 1;
        _registers[0x20 / 4] |= 1;
        Raise(1 << 2);
    }

    /// <summary>The transmitter stops over an underrun.</summary>
    public void FailTransmission()
    {
        _registers[0x14 / 4] |= 1 << 6;
        Raise(1 << 4);
        IsBusy = true;
    }

    /// <summary>A frame arrives from the wire.</summary>
    /// <returns>False if the device has no buffer for it, as far as it knows: it is lost.</returns>
    public bool Deliver(ReadOnlySpan<byte> frame, uint? status = null)
    {
        if ((_registers[0] & Receive) == 0) return false;
        if (!_filters) throw new InvalidOperationException("the receiver works and its address was not set");
        if (frame.Length > _registers[0x48 / 4]) return false;
        if ((_ahead[0][0] & 1) != 0) return false;
        int size = (int)((_registers[4] >> 16) & 0xff) * 64, offset = (int)((_registers[1] >> 14) & 3);
        for (int at = 0; at < frame.Length; at += size)
        {
            if ((_ahead[0][0] & 1) != 0) return false;
            Span<uint> descriptor = _ahead[0];
            ulong buffer = ((ulong)descriptor[2] << 32) | (descriptor[0] & ~3u);
            Check(buffer % 64 == 0, $"the receive buffer at {buffer:x} does not lie on a cache line");
            int bytes = Math.Min(size, frame.Length - at);
            frame.Slice(at, bytes).CopyTo(memory(buffer + (ulong)offset, bytes));
            bool isLast = at + bytes == frame.Length;
            uint said = (at == 0 ? 1u << 14 : 0) | (isLast ? (1u << 15) | (uint)frame.Length : 0);
            uint[] now = Descriptor(_receiveAt[0]);
            Check(now[0] == descriptor[0] && now[2] == descriptor[2], "the driver has changed a receive descriptor that was the device's");
            WriteWord(_receiveAt[0], 1, status ?? said);
            WriteWord(_receiveAt[0], 0, descriptor[0] | 1);
            _receiveAt[0] = (descriptor[0] & 2) != 0 ? Base(0x18, 0x4d4) : _receiveAt[0] + (Words * 4);
            LookAhead(0);
        }
        _registers[0x20 / 4] |= 2;
        Raise(1 << 1);
        return true;
    }

    /// <summary>Sends what it was told to: up to <paramref name="most"/> frames.</summary>
    public int Send(int most = int.MaxValue)
    {
        int sent = 0;
        while (sent < most && TrySend()) sent++;
        return sent;
    }

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes)
    {
        Check(bytes == 4, "registers are 32 bits");
        switch (offset)
        {
            case 0x008: return 1 << 2;
            case 0x024:
                uint reasons = _registers[0x24 / 4];
                if (ClearsOnRead) _registers[0x24 / 4] = 0;
                return reasons;
            case 0x000 or 0x004 or 0x014 or 0x020 or 0x034 or 0x088 or 0x08c: return _registers[offset / 4];
            case 0x280: return (ClearsOnRead ? 1u << 23 : 0) | (2u << 25);
            case 0x284: return 0x2ab1_0000 | LongestFrame;
            case 0x294: return Design6;
            default: throw new InvalidOperationException($"read of register {offset:x}");
        }
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        Check(bytes == 4, "registers are 32 bits");
        uint word = (uint)value;
        switch (offset)
        {
            case 0x000: Control(word); return;
            case 0x014 or 0x020: _registers[offset / 4] &= ~word; return;
            case 0x024: Check(!ClearsOnRead, "interrupt status is written, and reading has cleared it already"); _registers[offset / 4] &= ~word; return;
            case 0x028: _enabled |= word; return;
            case 0x02c: _enabled &= ~word; return;
            case 0x034: Manage(word); return;
            case 0x088: _filters = false; break;
            case 0x08c: _filters = true; break;
            case 0x004: Check(!Works || ((word ^ _registers[1]) & ~0x403u) == 0, "network_config is changed, but for the speed, while the device works"); break;
            case 0x010 or 0x018 or 0x01c or 0x048 or 0x440 or 0x480 or 0x4c8 or 0x4d4: Check(!Works, $"register {offset:x} is written while the device works"); break;
            case 0x620: return;
            default: throw new InvalidOperationException($"write of register {offset:x}");
        }
        _registers[offset / 4] = word;
    }

    private bool Works => (_registers[0] & (Receive | Transmit)) != 0;

    private void Control(uint word)
    {
        ControlWrites++;
        uint began = word & ~_registers[0];
        if ((began & (Receive | Transmit)) != 0 && !Works) CheckSetUp();
        if ((began & Receive) != 0) (_receiveAt[0], _receiveAt[1]) = (Base(0x18, 0x4d4), Base(0x480, 0x4d4));
        if ((word & Transmit) == 0 || (began & Transmit) != 0) (_transmitAt[0], _transmitAt[1]) = (Base(0x1c, 0x4c8), Base(0x440, 0x4c8));
        if ((word & Transmit) == 0) IsBusy = false;
        _registers[0] = word & (Management | Receive | Transmit);
        if ((word & Receive) != 0)
        {
            LookAhead(0);
            LookAhead(1);
        }
        if ((word & Start) == 0) return;
        Check((word & Transmit) != 0, "a transmission is started and the transmitter is off");
        if (LosesStart) LosesStart = false;
        else if (!IsBusy) Send();
    }

    private void CheckSetUp()
    {
        Check((_registers[1] & Settled) == Settled, "the device works without jumbo frames, or with the frame check sequence in memory");
        Check((_registers[4] & (1u << 30)) != 0 && (_registers[4] & 0xc0) == 0, "the device works with 32-bit addresses, or swaps bytes");
        Check(_filters, "the device works and its address was not set");
        Check(_registers[0x48 / 4] is > 0 and <= 0x3fff && _registers[0x48 / 4] <= LongestFrame, "jumbo_max_length is more than the device has");
        Check((_registers[4] >> 16 & 0xff) * 64 >= _registers[0x48 / 4], "a receive buffer has no room for the longest frame");
        foreach (int register in new[] { 0x18, 0x1c, 0x440, 0x480 }) Check(_registers[register / 4] != 0 && _registers[register / 4] % 16 == 0, $"the ring in register {register:x} is not there, or misaligned");
        Check((Descriptor(Base(0x480, 0x4d4))[0] & 3) == 3, "queue 1 is not parked: it has receive buffers");
        Check((Descriptor(Base(0x440, 0x4c8))[1] & 0xc000_0000) == 0xc000_0000, "queue 1 is not parked: it has frames to send");
        CheckRing(Base(0x18, 0x4d4), 0, 2);
        CheckRing(Base(0x1c, 0x4c8), 1, 1u << 30);
    }

    private void CheckRing(ulong ring, int word, uint wrap)
    {
        for (int i = 0; i < 4096; i++)
        {
            if ((Descriptor(ring + (ulong)(i * Words * 4))[word] & wrap) != 0) return;
        }
        Check(false, $"the ring at {ring:x} has no end");
    }

    // Like QEMU's, it writes eight bytes more than a descriptor back.
    private bool TrySend()
    {
        if ((_registers[0] & Transmit) == 0) return false;
        ulong at = _transmitAt[0];
        List<byte> frame = [];
        while (true)
        {
            uint[] descriptor = Descriptor(at);
            if ((descriptor[1] & (1u << 31)) != 0)
            {
                Check(frame.Count == 0, "a frame ends at a descriptor that is the driver's");
                return false;
            }
            int bytes = (int)(descriptor[1] & 0x3fff);
            Check(bytes > 0 && frame.Count + bytes <= _registers[0x48 / 4], $"a piece of {bytes} bytes behind {frame.Count}");
            frame.AddRange(memory(((ulong)descriptor[2] << 32) | descriptor[0], bytes));
            at = (descriptor[1] & (1u << 30)) != 0 ? Base(0x1c, 0x4c8) : at + (Words * 4);
            if ((descriptor[1] & (1u << 15)) != 0) break;
        }
        Span<byte> first = memory(_transmitAt[0], (Words * 4) + 8);
        BinaryPrimitives.WriteUInt32LittleEndian(first[4..], BinaryPrimitives.ReadUInt32LittleEndian(first[4..]) | (1u << 31));
        _transmitAt[0] = at;
        Wire.Enqueue([.. frame]);
        return true;
    }

    private void LookAhead(int queue)
    {
        _ahead[queue] = Descriptor(_receiveAt[queue]);
        if (queue != 0 || (_ahead[queue][0] & 1) == 0) return;
        _registers[0x20 / 4] |= 1;
        Raise(1 << 2);
    }

    private void Manage(uint word)
    {
        Check((_registers[0] & Management) != 0, "the management port is used and is off");
        Check(word >> 28 == 6 && (word & 0x3_0000) == 0x2_0000, "no management frame of clause 22 that reads");
        int register = (int)(word >> 18) & 31;
        bool answers = Phy == (int)((word >> 23) & 31);
        uint value = answers ? PhyRegisters[register] : 0xffffu;
        if (answers && register == 1 && _hasDropped) (_hasDropped, value) = (false, value & ~4u);
        _registers[0x34 / 4] = (word & 0xffff_0000) | value;
    }

    private void Raise(uint reasons) => _registers[0x24 / 4] |= reasons & _enabled;

    private ulong Base(int register, int high) => ((ulong)_registers[high / 4] << 32) | _registers[register / 4];

    private uint[] Descriptor(ulong at)
    {
        Span<byte> bytes = memory(at, Words * 4);
        uint[] words = new uint[Words];
        for (int i = 0; i < Words; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]);
        return words;
    }

    private void WriteWord(ulong at, int word, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(memory(at + (ulong)(word * 4), 4), value);

    private static void Check(bool isTrue, string rule)
    {
        if (!isTrue) throw new InvalidOperationException(rule);
    }
}

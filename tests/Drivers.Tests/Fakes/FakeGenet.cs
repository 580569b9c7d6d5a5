using System;
using System.Collections.Generic;
using Pilevisor.Fakes;

namespace Pilevisor.Drivers.Tests;

/// <summary>
/// A GENET v5 as its registers behave, with a PHY behind it and memory that is not coherent. It fails the test if the driver breaks the device's rules: changes what is in use, starts what is half set up, waits too little, gives it
/// memory with dirty lines, or sends what it cannot.
/// </summary>
public sealed class FakeGenet : FakeRegisters
{
    private const uint Enabled = 3;
    private const uint InReset = 1 << 13;
    private const uint Loopback = 1 << 15;
    private const ulong ReceptionEnds = ulong.MaxValue;
    private const uint NoPause = (1 << 8) | (1 << 28);

    // What stands there after a reset, or was left by whoever ran before, is not what the driver needs.
    private readonly Dictionary<ulong, uint> _plain = new()
    {
        [0x004] = 0,
        [0x08c] = 0x0001_0030,
        [0x300] = 5,
        [0x308] = 0xf0,
        [0x314] = 1,
        [0x39c] = 3,
        [0x3b4] = 0,
        [0x600] = 1,
        [0x610] = 0xf0,
        [0x614] = 3,
        [0x80c] = 0,
        [0x810] = 0,
        [0x814] = 9018,
        [0x864] = 8,
        [0xe50] = 0x1_ffff,
        [0xfc00] = 1,
    };

    private readonly NonCoherentMemory _memory;
    private readonly Func<ulong> _microseconds;
    private readonly Dictionary<ulong, ulong> _since = [];
    private uint _flush;
    private uint _command;
    private uint _mask;
    private uint _ringMask;
    private uint _mdio;
    private int _mdioReads;
    private bool _wasReset;
    private byte[]? _leftOver;
    private byte[]? _stillToSend;

    /// <summary>A device on <paramref name="memory"/>, at the time that <paramref name="microseconds"/> says.</summary>
    public FakeGenet(NonCoherentMemory memory, Func<ulong> microseconds)
    {
        _memory = memory;
        _microseconds = microseconds;
        Receive.OnStart = DeliverLeftOver;
    }

    /// <summary>The engine that receives.</summary>
    public FakeGenetRing Receive { get; } = new(isReceive: true);

    /// <summary>The engine that sends.</summary>
    public FakeGenetRing Transmit { get; } = new(isReceive: false);

    /// <summary>The PHY.</summary>
    public FakeBcm54213 Phy { get; } = new();

    /// <summary>SYS_REV_CTRL.</summary>
    public uint Revision { get; set; } = 0x0600_0000;

    /// <summary>Its address, which the driver has to set.</summary>
    public ulong Address { get; set; }

    /// <summary>INTRL2_0 CPU_STAT.</summary>
    public uint InterruptStatus { get; private set; }

    /// <summary>Whether its line is up.</summary>
    public bool Interrupts => (InterruptStatus & ~_mask) != 0;

    /// <summary>Whether no frame leaves a mark in INTRL2: the interrupt gets lost.</summary>
    public bool LosesInterrupts { get; set; }

    /// <summary>UMAC_RBUF_OVFL_CNT.</summary>
    public uint Overflows { get; set; }

    /// <summary>Whether an MDIO access never ends.</summary>
    public bool MdioHangs { get; set; }

    /// <summary>How many frames were written into memory that firmware has given up.</summary>
    public int WritesIntoFirmwareMemory { get; private set; }

    /// <summary>Called at each access to a register.</summary>
    public Action? OnAccess { get; set; }

    /// <summary>As firmware leaves it that boots from the network: receiving, with part of a frame in its buffer, and one that it wanted to send.</summary>
    public void LeaveRunning(ulong address)
    {
        _command = Enabled | (2 << 2);
        _mask = 0;
        _plain[0x80c] = (uint)(address >> 16);
        _plain[0x810] = (uint)(address & 0xffff);
        _leftOver = new byte[99];
        _stillToSend = new byte[99];
        Receive.LeaveOn();
        Transmit.LeaveOn();
    }

    /// <summary>A frame comes over the wire.</summary>
    /// <param name="frame">From its destination to the end of what it carries.</param>
    /// <param name="errors">LG, NO, RXER, CRC_ERROR, OV.</param>
    /// <returns>Whether the driver will get to see it.</returns>
    public bool Deliver(ReadOnlySpan<byte> frame, uint errors = 0)
    {
        if ((_command & 2) == 0 || (Receive.IsDrivers && Phy.Speed < 0)) return false;
        if (!Receive.IsDrivers)
        {
            if (Receive.IsOn) WritesIntoFirmwareMemory++;
            return false;
        }
        if (!Passes(frame)) return false;
        return Put(frame, errors | (frame.Length + 4 > _plain[0x814] ? 0x10u : 0));
    }

    /// <summary>Sends the next frame, if there is one and a link.</summary>
    public bool TrySend(out byte[] frame)
    {
        frame = _stillToSend ?? [];
        if ((_command & 1) == 0 || Phy.Speed < 0) return false;
        if (_stillToSend is not null)
        {
            _stillToSend = null;
            return true;
        }
        if (Transmit.WithDevice == 0) return false;
        List<byte> bytes = [];
        uint status;
        int pieces = 0;
        do
        {
            if (Transmit.WithDevice == 0) throw new InvalidOperationException("a frame has no end");
            status = Transmit.Status(Transmit.DeviceIndex);
            int length = (int)(status >> 16) & 0xfff;
            if (((status >> 13) & 1) != (pieces == 0 ? 1u : 0)) throw new InvalidOperationException($"piece {pieces} of a frame has the bits {status:x}");
            if ((status & 0x1fc0) != 0x1fc0) throw new InvalidOperationException($"a descriptor has no check sequence, or a queue: {status:x}");
            if (length == 0 || (pieces == 0 && length < 60 && (status & (1 << 14)) == 0)) throw new InvalidOperationException($"piece {pieces} of a longer frame has {length} bytes");
            bytes.AddRange(_memory.AsDevice(Transmit.Address(Transmit.DeviceIndex), length));
            Transmit.Complete();
            pieces++;
        }
        while ((status & (1 << 14)) == 0);
        if (bytes.Count is < 14 or > 1514) throw new InvalidOperationException($"a frame of {bytes.Count} bytes is sent");
        frame = [.. bytes];
        return true;
    }

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes)
    {
        Accessed(bytes);
        if (offset is >= 0x2000 and < 0x4000) return Receive.Read(offset - 0x2000);
        if (offset is >= 0x4000 and < 0x6000) return Transmit.Read(offset - 0x4000);
        return offset switch
        {
            0x000 => Revision,
            0x008 => _flush,
            0x200 => InterruptStatus,
            0x808 => _command,
            0xe14 => ReadMdio(),
            0xe1c => Overflows,
            _ when _plain.TryGetValue(offset, out uint value) => value,
            _ => throw new InvalidOperationException($"read of register {offset:x}"),
        };
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        Accessed(bytes);
        uint word = (uint)value;
        switch (offset)
        {
            case 0x008: WriteFlush(word); break;
            case 0x208: InterruptStatus &= ~word; break;
            case 0x210: _mask |= word; break;
            case 0x214: Unmask(word); break;
            case 0x248: break;
            case 0x250: _ringMask |= word; break;
            case 0x808: WriteCommand(word); break;
            case 0xb34: WriteTransmitFlush(word); break;
            case 0xd80: RequireMacOff(offset); break;
            case 0xe14: WriteMdio(word); break;
            case 0xe1c: Overflows = word == 0 ? 0u : throw new InvalidOperationException("a counter is set to something"); break;
            case 0x2000 + 0x1044 when (word & 1) == 0 && Receive.IsOn: StopReceiving(word); break;
            case >= 0x2000 and < 0x4000: Receive.Write(offset - 0x2000, word); break;
            case >= 0x4000 and < 0x6000: Transmit.Write(offset - 0x4000, word); break;
            default: WritePlain(offset, word); break;
        }
    }

    private void Accessed(int bytes)
    {
        if (bytes != 4) throw new InvalidOperationException($"an access of {bytes} bytes");
        OnAccess?.Invoke();
    }

    // A frame of 1518 bytes takes 1.2 ms at 10 Mbit/s, and would be left in the buffer in part.
    private void StopReceiving(uint value)
    {
        if ((_command & 2) != 0 || (_since.TryGetValue(ReceptionEnds, out ulong since) && _microseconds() - since < 1_215)) throw new InvalidOperationException("receive DMA is stopped while the MAC is receiving a frame");
        Receive.Write(0x1044, value);
    }

    // MDF: which addresses are let through, entry 0 by the topmost of 17 bits.
    private bool Passes(ReadOnlySpan<byte> frame)
    {
        ulong destination = 0;
        foreach (byte part in frame[..6]) destination = (destination << 8) | part;
        for (uint entry = 0; entry < 17; entry++)
        {
            if ((_plain[0xe50] & (1u << (int)(16 - entry))) != 0 && Filter(entry) == destination) return true;
        }
        return false;
    }

    private ulong Filter(uint entry) => ((ulong)_plain.GetValueOrDefault(0xe54 + (entry * 8ul)) << 32) | _plain.GetValueOrDefault(0xe58 + (entry * 8ul));

    // Two bytes of padding, and a descriptor for each 2048 bytes: RBUF_PKT_RDY_THLD.
    private bool Put(ReadOnlySpan<byte> frame, uint errors)
    {
        byte[] bytes = [0, 0, .. frame];
        int part = (int)_plain[0x308] * 16;
        int parts = (bytes.Length + part - 1) / part;
        if (Receive.WithDevice < parts)
        {
            Receive.Discards++;
            return false;
        }
        for (int i = 0; i < parts; i++)
        {
            ReadOnlySpan<byte> piece = bytes.AsSpan(i * part, Math.Min(part, bytes.Length - (i * part)));
            piece.CopyTo(_memory.AsDevice(Receive.Address(Receive.DeviceIndex), piece.Length));
            Receive.Complete(((uint)piece.Length << 16) | (i == parts - 1 ? 1u << 14 : 0) | (i == 0 ? 1u << 13 : 0) | errors);
        }
        if (!LosesInterrupts) InterruptStatus |= 1 << 13;
        return true;
    }

    private void DeliverLeftOver()
    {
        if (_leftOver is not null) Put(_leftOver, 0);
    }

    private void WriteFlush(uint value)
    {
        RequireDmaStopping("the receive buffer is flushed");
        if (value > 3) throw new InvalidOperationException($"SYS_RBUF_FLUSH_CTRL is {value:x}");
        RequireTime(0x008, value, _flush, 10);
        if ((_flush & ~value & 1) != 0) _leftOver = null;
        if ((_flush & ~value & 2) != 0) ResetMac();
        _flush = value;
    }

    private void WriteTransmitFlush(uint value)
    {
        RequireDmaStopping("the transmit buffer is flushed");
        RequireTime(0xb34, value, 1 - value, 10);
        if (value == 0) _stillToSend = null;
    }

    private void WriteCommand(uint value)
    {
        if ((value & InReset) != 0)
        {
            RequireDmaStopping("the MAC is reset");
            if ((value & Loopback) == 0 || (value & Enabled) != 0) throw new InvalidOperationException($"the MAC is reset by {value:x}: it has no receive clock without loopback");
        }
        if (((value ^ _command) & InReset) != 0) RequireTime(0x808, value & InReset, _command & InReset, 2);
        if ((_command & ~value & InReset) != 0) ResetMac();
        if ((value & _command & Enabled) != 0 && ((value ^ _command) & ~Enabled) != 0) throw new InvalidOperationException("the MAC is changed while it is on");
        if ((value & ~_command & Enabled) != 0) CheckMac(value);
        if ((_command & ~value & 2) != 0) _since[ReceptionEnds] = _microseconds();
        _command = value;
    }

    private void ResetMac()
    {
        _wasReset = true;
        _plain[0x80c] = _plain[0x810] = 0;
        _plain[0x814] = 2047;
        _plain[0xe50] = 0;
        Receive.ReleaseByReset();
        Transmit.ReleaseByReset();
    }

    private void CheckMac(uint value)
    {
        if (!_wasReset || _flush != 0) throw new InvalidOperationException("the MAC is turned on without a reset, or in one");
        if (!Receive.IsDrivers || !Transmit.IsDrivers) throw new InvalidOperationException("the MAC is turned on before the rings are");
        if (Phy.Speed < 0 || value != ((uint)(Phy.Speed << 2) | NoPause | Enabled)) throw new InvalidOperationException($"UMAC_CMD is {value:x} on a link with speed {Phy.Speed}");
        if ((_plain[0x08c] & 0x0001_0070) != 0x50) throw new InvalidOperationException($"EXT_RGMII_OOB_CTRL is {_plain[0x08c]:x} when the MAC is turned on");
        Expect(0x004, 3);
        Expect(0x300, 2 | (5 & ~1u));
        Expect(0x308, 0x80);
        Expect(0x314, 0);
        Expect(0x39c, 0);
        Expect(0x3b4, 1);
        Expect(0x600, 0);
        Expect(0x610, 0x80);
        Expect(0x614, 0);
        Expect(0x814, 1536);
        Expect(0x864, 0);
        Expect(0xfc00, 0);
        if ((((ulong)_plain[0x80c] << 16) | _plain[0x810]) != Address) throw new InvalidOperationException("the MAC has another address");
        Phy.Check();
    }

    private void Expect(ulong offset, uint value)
    {
        if (_plain[offset] != value) throw new InvalidOperationException($"register {offset:x} is {_plain[offset]:x} when the MAC is turned on, not {value:x}");
    }

    private void WritePlain(ulong offset, uint value)
    {
        bool isFilter = offset is >= 0xe54 and < 0xe54 + (17 * 8);
        if (!isFilter && !_plain.ContainsKey(offset)) throw new InvalidOperationException($"write of register {offset:x}");
        RequireMacOff(offset);
        _plain[offset] = value;
    }

    // The link's bit of the RGMII is the one thing that changes before the MAC is off or on.
    private void RequireMacOff(ulong offset)
    {
        if ((_command & (Enabled | InReset)) != 0) throw new InvalidOperationException($"register {offset:x} is changed while the MAC is on");
    }

    private void RequireDmaStopping(string what)
    {
        if (Receive.IsOn || Transmit.IsOn) throw new InvalidOperationException($"{what} while DMA is on");
    }

    // What is set stays set for so long.
    private void RequireTime(ulong register, uint value, uint before, ulong microseconds)
    {
        ulong now = _microseconds();
        if (before != 0 && value != before && (!_since.TryGetValue(register, out ulong since) || now - since < microseconds)) throw new InvalidOperationException($"register {register:x} is set for less than {microseconds} us");
        if (value != before) _since[register] = now;
    }

    private void Unmask(uint value)
    {
        if (value != 1 << 13) throw new InvalidOperationException($"the interrupts {value:x} are let through");
        if (!Receive.IsDrivers) throw new InvalidOperationException("the interrupt is let through before the ring is on");
        if ((_mask & _ringMask) != uint.MaxValue) throw new InvalidOperationException("others' interrupts are let through too");
        _mask &= ~value;
    }

    private uint ReadMdio()
    {
        if (_mdioReads != 0 && !MdioHangs && --_mdioReads == 0) EndMdio();
        return _mdio;
    }

    private void WriteMdio(uint value)
    {
        if (_mdioReads != 0 && !MdioHangs) throw new InvalidOperationException("an MDIO access begins before the one before has ended");
        if ((value & (1 << 29)) == 0 || ((value >> 26) & 3) is not (1 or 2)) throw new InvalidOperationException($"an MDIO access {value:x}");
        _mdio = value;
        _mdioReads = 3;
    }

    private void EndMdio()
    {
        int phy = (int)(_mdio >> 21) & 31;
        int register = (int)(_mdio >> 16) & 31;
        _mdio &= ~(1u << 29);
        if ((_mdio & (1 << 26)) != 0)
        {
            Phy.Write(phy, register, (ushort)_mdio);
            return;
        }
        ushort? value = Phy.Read(phy, register);
        _mdio = (_mdio & 0xefff_0000) | (value ?? 0xffff) | (value is null ? 1u << 28 : 0);
    }
}

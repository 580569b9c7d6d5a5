using System;
using System.Collections.Generic;

namespace Pilevisor.Drivers.Tests;

/// <summary>
/// One of the GENET's DMA engines with its ring 16 and the descriptors, as registers. It fails the test if the ring is changed while the engine is on, is started half set up, is given a descriptor that it has already, or if an index
/// goes where it cannot.
/// </summary>
/// <param name="isReceive">Whether it writes to memory.</param>
public sealed class FakeGenetRing(bool isReceive)
{
    private const int Count = 256;
    private const ulong Ring = 0x1000;
    private const ulong Engine = 0x1040;
    private const uint RingSize = (Count << 16) | 2048;

    private readonly uint[] _words = CreateGarbage();
    private readonly Dictionary<ulong, uint> _setup = [];
    private uint _control;
    private uint _rings;
    private uint _burst;
    private int _statusReads;

    /// <summary>How many descriptors the device is done with.</summary>
    public ushort DeviceIndex { get; set; } = 0x0123;

    /// <summary>Frames that found no free descriptor.</summary>
    public ushort Discards { get; set; }

    /// <summary>How many the driver is done with.</summary>
    public ushort DriverIndex { get; set; } = 0x0123;

    /// <summary>Whether the device's index takes no write.</summary>
    public bool KeepsIndex { get; set; }

    /// <summary>How often its status is read before it has stopped.</summary>
    public int StatusReadsToStop { get; set; } = 3;

    /// <summary>Whether it stops only once the MAC was reset.</summary>
    public bool StopsAfterReset { get; set; }

    /// <summary>Whether it is on.</summary>
    public bool IsOn => (_control & 1) != 0;

    /// <summary>Whether it is off, and done with what it was at.</summary>
    public bool HasStopped => !IsOn && _statusReads == 0 && !StopsAfterReset;

    /// <summary>Whether the driver has set it up and turned it on.</summary>
    public bool IsDrivers { get; private set; }

    /// <summary>How many descriptors the device has.</summary>
    public int WithDevice => isReceive ? Count - (ushort)(DeviceIndex - DriverIndex) : (ushort)(DriverIndex - DeviceIndex);

    /// <summary>Called when it has been turned on.</summary>
    public Action? OnStart { get; set; }

    /// <summary>The address in descriptor <paramref name="index"/>.</summary>
    public ulong Address(int index) => _words[Word(index) + 1] | ((ulong)_words[Word(index) + 2] << 32);

    /// <summary>The first word of descriptor <paramref name="index"/>.</summary>
    public uint Status(int index) => _words[Word(index)];

    /// <summary>The device is done with its next descriptor.</summary>
    public void Complete(uint? status = null)
    {
        if (status is uint word) _words[Word(DeviceIndex)] = word;
        DeviceIndex++;
    }

    /// <summary>As firmware leaves it that has just received something.</summary>
    public void LeaveOn()
    {
        _control = 1 | (1u << 17);
        _rings = 1u << 16;
    }

    /// <summary>The MAC was reset: what it waited for is gone.</summary>
    public void ReleaseByReset()
    {
        if (!IsOn) StopsAfterReset = false;
    }

    /// <summary>A read.</summary>
    public uint Read(ulong offset)
    {
        if (offset < Count * 12) return _words[offset / 4];
        return offset switch
        {
            Ring + 0x08 => ((uint)Discards << 16) | DeviceIndex,
            Ring + 0x0c => DriverIndex,
            Engine + 0x04 => _control,
            Engine + 0x08 => ReadStatus(),
            _ => throw new InvalidOperationException($"read of DMA register {offset:x}"),
        };
    }

    /// <summary>A write.</summary>
    public void Write(ulong offset, uint value)
    {
        if (offset < Count * 12) WriteDescriptor((int)(offset / 12), offset, value);
        else if (offset == Ring + 0x0c) WriteDriverIndex(value);
        else if (offset == Engine + 0x04) WriteControl(value);
        else WriteSetup(offset, value);
    }

    private static int Word(int index) => index % Count * 3;

    private static uint[] CreateGarbage()
    {
        uint[] words = new uint[Count * 3];
        Array.Fill(words, 0xdead_beef);
        return words;
    }

    private uint ReadStatus()
    {
        if (!IsOn && _statusReads != 0) _statusReads--;
        return HasStopped ? 1u : 0;
    }

    private void WriteDescriptor(int index, ulong offset, uint value)
    {
        int ahead = (ushort)(index - DeviceIndex) % Count;
        bool isWithDevice = IsOn && (isReceive || ahead < WithDevice);
        if (isWithDevice || (!IsOn && !HasStopped)) throw new InvalidOperationException($"descriptor {index} is changed while the device has it");
        _words[offset / 4] = value;
    }

    private void WriteDriverIndex(uint value)
    {
        if (value > 0xffff) throw new InvalidOperationException($"index {value:x} has more than 16 bits");
        ushort step = (ushort)(value - DriverIndex);
        int most = Count - WithDevice;
        if (IsOn && step > most) throw new InvalidOperationException($"the driver's index goes {step} further, where {most} descriptors are its own");
        if (!IsOn && !HasStopped) throw new InvalidOperationException("an index is changed before the engine has stopped");
        DriverIndex = (ushort)value;
    }

    private void WriteControl(uint value)
    {
        bool turnsOn = (value & 1) != 0 && !IsOn;
        if (turnsOn) CheckSetup(value);
        else if (value == 0 && !HasStopped) throw new InvalidOperationException("a ring is turned off before its engine has stopped");
        if ((value & 1) == 0 && IsOn)
        {
            _statusReads = StatusReadsToStop;
            IsDrivers = false;
        }
        _control = value;
        if (!turnsOn) return;
        IsDrivers = true;
        OnStart?.Invoke();
    }

    private void WriteSetup(ulong offset, uint value)
    {
        if (!HasStopped) throw new InvalidOperationException($"DMA register {offset:x} is changed before the engine has stopped");
        if (offset == Engine) _rings = value;
        else if (offset == Engine + 0x0c) _burst = value;
        else if (offset == Ring + 0x08) WriteDeviceIndex(value);
        else if (offset >= Ring && offset <= Ring + 0x30) _setup[offset - Ring] = value;
        else throw new InvalidOperationException($"write of DMA register {offset:x}");
    }

    private void WriteDeviceIndex(uint value)
    {
        if (KeepsIndex) return;
        DeviceIndex = (ushort)value;
        Discards = (ushort)(value >> 16);
    }

    private void CheckSetup(uint control)
    {
        if (!HasStopped) throw new InvalidOperationException("the engine is turned on before it has stopped");
        if (control != (1 | (1u << 17)) || _rings != 1u << 16) throw new InvalidOperationException($"rings {_rings:x} with control {control:x} are not ring 16");
        if (_burst != 8) throw new InvalidOperationException($"bursts of {_burst}");
        if (DriverIndex != DeviceIndex) throw new InvalidOperationException("the indices do not begin together");
        uint word = (uint)Word(DeviceIndex);
        Expect(0x00, word, "the device's pointer");
        Expect(0x04, 0, "the device's pointer, upper half");
        Expect(0x10, RingSize, "the ring's size");
        Expect(0x14, 0, "the ring's begin");
        Expect(0x18, 0, "the ring's begin, upper half");
        Expect(0x1c, (Count * 3) - 1, "the ring's end");
        Expect(0x20, 0, "the ring's end, upper half");
        Expect(0x24, 1, "the interrupt's threshold");
        Expect(0x28, isReceive ? (5u << 16) | 16 : 0, "flow control");
        Expect(0x2c, word, "the driver's pointer");
        Expect(0x30, 0, "the driver's pointer, upper half");
        if (isReceive) CheckBuffers();
    }

    private void Expect(ulong offset, uint value, string what)
    {
        if (!_setup.TryGetValue(offset, out uint actual)) throw new InvalidOperationException($"{what} was not set");
        if (actual != value) throw new InvalidOperationException($"{what} is {actual:x}, not {value:x}");
    }

    private void CheckBuffers()
    {
        HashSet<ulong> buffers = [];
        for (int i = 0; i < Count; i++)
        {
            if (Address(i) % 64 != 0) throw new InvalidOperationException($"the buffer of descriptor {i} shares its first cache line");
            if (!buffers.Add(Address(i) / 2048)) throw new InvalidOperationException($"the buffer of descriptor {i} is another's");
        }
    }
}

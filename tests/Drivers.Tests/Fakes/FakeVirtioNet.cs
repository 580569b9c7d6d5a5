using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;

namespace Pilevisor.Drivers.Tests;

/// <summary>A virtio network device behind virtio-mmio registers (Virtual I/O Device Version 1.2, 4.2.2 and 5.1). It holds the driver to the order of initialisation in 3.1.1.</summary>
public sealed class FakeVirtioNet(FakePhysicalMemory memory) : FakeRegisters
{
    private const uint HeaderBytes = 12;
    private const uint DriverOk = 4;
    private const uint FeaturesOk = 8;

    private readonly List<(ushort Id, byte[] Frame)> _transmitting = [];
    private uint _featureWord;
    private uint _driverFeatureWord;
    private uint _queue;
    private uint _resetReads;

    /// <summary>Version: 1 is the legacy layout.</summary>
    public uint Version { get; set; } = 2;

    /// <summary>DeviceID: 0 is an empty slot.</summary>
    public uint DeviceId { get; set; } = 1;

    /// <summary>The features it offers: VERSION_1, MAC, and some that need work of the driver.</summary>
    public ulong Offered { get; set; } = (1ul << 32) | (1ul << 5) | (1ul << 15) | (1ul << 29) | (1ul << 28) | 3;

    /// <summary>The features the driver chose.</summary>
    public ulong Chosen { get; private set; }

    /// <summary>Whether it takes the driver's choice.</summary>
    public bool RefusesFeatures { get; set; }

    /// <summary>Whether it never finishes a reset.</summary>
    public bool HangsInReset { get; set; }

    /// <summary>QueueNumMax.</summary>
    public uint MaximumQueueSize { get; set; } = 1024;

    /// <summary>The configuration: address, status, pairs, MTU.</summary>
    public byte[] Configuration { get; } = [0x52, 0x54, 0x00, 0x12, 0x34, 0x56, 0, 0, 0, 0, 0xdc, 0x05];

    /// <summary>Called when a byte of the configuration is read.</summary>
    public Action? OnConfigurationRead { get; set; }

    /// <summary>ConfigGeneration.</summary>
    public uint Generation { get; set; }

    /// <summary>Status.</summary>
    public uint Status { get; set; }

    /// <summary>InterruptStatus.</summary>
    public uint InterruptStatus { get; private set; }

    /// <summary>Doorbells rung, by queue.</summary>
    public int[] Notifications { get; } = new int[2];

    /// <summary>The receive and the transmit queue.</summary>
    public FakeVirtQueue[] Queues { get; } = [new(memory) { DeviceWrites = true }, new(memory)];

    /// <summary>Takes what the driver wants sent and returns how many frames it holds, sent to nobody yet.</summary>
    public int FetchTransmissions()
    {
        while (Queues[1].TryFetch(out (ushort Id, ulong Address, uint Length) buffer))
        {
            Span<byte> bytes = Queues[1].Bytes(buffer.Address, (int)buffer.Length);
            if (bytes[..(int)HeaderBytes].ContainsAnyExcept((byte)0)) throw new InvalidOperationException("the header asks for an offload");
            Queues[1].More.Remove(buffer.Id, out (ulong Address, uint Length) more);
            Span<byte> rest = more.Length == 0 ? [] : Queues[1].Bytes(more.Address, (int)more.Length);
            _transmitting.Add((buffer.Id, [.. bytes[(int)HeaderBytes..], .. rest]));
        }
        return _transmitting.Count;
    }

    /// <summary>Finishes the transmission of one of the frames it holds.</summary>
    public byte[] CompleteTransmission(int index)
    {
        (ushort id, byte[] frame) = _transmitting[index];
        _transmitting.RemoveAt(index);
        Use(1, id, 0);
        return frame;
    }

    /// <summary>A frame arrives from the wire.</summary>
    /// <returns>False if the driver has given no buffer for it.</returns>
    public bool Deliver(ReadOnlySpan<byte> frame)
    {
        if (!Queues[0].TryFetch(out (ushort Id, ulong Address, uint Length) buffer)) return false;
        if (HeaderBytes + frame.Length > buffer.Length) throw new InvalidOperationException("the frame is longer than the buffer");
        Span<byte> header = Queues[0].Bytes(buffer.Address, (int)HeaderBytes);
        header.Clear();
        header[10] = 1;
        frame.CopyTo(Queues[0].Bytes(buffer.Address + HeaderBytes, Math.Max(frame.Length, 1)));
        Use(0, buffer.Id, HeaderBytes + (uint)frame.Length);
        return true;
    }

    /// <summary>Hands a buffer back on a queue and interrupts for it.</summary>
    public void Use(int queue, uint id, uint length)
    {
        Queues[queue].Use(id, length);
        if (!Queues[queue].InterruptsSuppressed) InterruptStatus |= 1;
    }

    /// <summary>Breaks down: DEVICE_NEEDS_RESET, and a configuration change interrupt.</summary>
    public void Break(uint statusBit = 64)
    {
        Status |= statusBit;
        InterruptStatus |= 2;
    }

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes)
    {
        if (offset >= 0x100) return ReadConfiguration((int)offset - 0x100, bytes);
        return offset switch
        {
            0x000 => 0x7472_6976,
            0x004 => Version,
            0x008 => DeviceId,
            0x010 => (uint)(Offered >> (int)(32 * _featureWord)),
            0x034 => MaximumQueueSize,
            0x044 => Queues[_queue].Ready ? 1u : 0,
            0x060 => InterruptStatus,
            0x070 => _resetReads != 0 && (HangsInReset || --_resetReads != 0) ? 0x40u : Status,
            0x0fc => Generation,
            _ => throw new InvalidOperationException($"read of register {offset:x}"),
        };
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        uint word = (uint)value;
        switch (offset)
        {
            case 0x014: _featureWord = word; break;
            case 0x020: WriteFeatures(word); break;
            case 0x024: _driverFeatureWord = word; break;
            case 0x030: _queue = word; break;
            case 0x050: Notify(word); break;
            case 0x064: InterruptStatus &= ~word; break;
            case 0x070: WriteStatus(word); break;
            default: WriteQueue(offset, word); break;
        }
    }

    private ulong ReadConfiguration(int offset, int bytes)
    {
        ulong value = Enumerable.Range(0, bytes).Aggregate(0ul, (sum, i) => sum | ((ulong)Configuration[offset + i] << (8 * i)));
        OnConfigurationRead?.Invoke();
        return value;
    }

    private void WriteFeatures(uint word)
    {
        if (Status != 3) throw new InvalidOperationException("features are written in another state than ACKNOWLEDGE | DRIVER");
        int shift = (int)(32 * _driverFeatureWord);
        Chosen = (Chosen & ~(0xffff_fffful << shift)) | ((ulong)word << shift);
    }

    private void WriteQueue(ulong offset, uint word)
    {
        FakeVirtQueue queue = Queues[_queue];
        if ((Status & (FeaturesOk | DriverOk)) != FeaturesOk) throw new InvalidOperationException($"register {offset:x} is written before FEATURES_OK or after DRIVER_OK");
        if (queue.Ready) throw new InvalidOperationException("a queue is changed while it is ready");
        if (offset == 0x038) queue.Size = word <= MaximumQueueSize ? word : throw new InvalidOperationException("the queue is too large");
        else if (offset == 0x044) queue.Ready = word == 1;
        else if (offset is 0x080 or 0x090 or 0x0a0) queue.Areas[(offset - 0x080) / 16] |= word;
        else if (offset is 0x084 or 0x094 or 0x0a4) queue.Areas[(offset - 0x084) / 16] |= (ulong)word << 32;
        else throw new InvalidOperationException($"write of register {offset:x}");
    }

    private void WriteStatus(uint value)
    {
        if (value == 0)
        {
            Status = 0;
            _resetReads = 3;
            return;
        }
        bool isNextStep = (Status, value) is (0, 1) or (1, 3) or (3, 11) or (11, 15);
        if (!isNextStep) throw new InvalidOperationException($"status goes from {Status} to {value}");
        if (value == 15 && Queues.Any(queue => !queue.Ready)) throw new InvalidOperationException("DRIVER_OK without queues");
        bool accepted = !RefusesFeatures && (Chosen & ~Offered) == 0;
        Status = value == 11 && !accepted ? 3 : value;
    }

    private void Notify(uint queue)
    {
        if ((Status & DriverOk) == 0) throw new InvalidOperationException("the doorbell is rung before DRIVER_OK");
        Notifications[queue]++;
    }
}

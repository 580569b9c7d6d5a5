using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A GENET with its driver, in memory above 4 GiB, so that both halves of an address count. Time goes on by 1 us each time somebody looks.</summary>
public sealed class GenetBench : IDisposable
{
    /// <summary>The address in the device tree.</summary>
    public const ulong Address = 0xdca6_3201_0203;

    /// <summary>Received frames of up to so many bytes are in one piece.</summary>
    public const int WholeBytes = 194;

    /// <summary>The first piece of longer ones.</summary>
    public const int HeadBytes = 106;

    private const ulong Registers = 0xfd58_0000;
    private const ulong MemoryStart = 0x1_4000_0000;
    private const int MemoryBytes = 8 << 20;

    private ulong _microseconds;

    /// <summary>Makes them; nothing is initialised.</summary>
    public GenetBench(ulong address = Address)
    {
        Memory = new NonCoherentMemory(MemoryBytes, MemoryStart);
        Device = new FakeGenet(Memory, () => _microseconds) { Address = address };
        Hardware.Add("brcm,bcm2711-genet-v5", false, new MacAddress(address), [(Registers, 0x1_0000)], 189, 190);
        FakeMmio mmio = new();
        mmio.Add(Registers, 0x1_0000, Device);
        Counter = new FakeCounter();
        Counter.Interleave = () => Counter.Now = new Cycles(++_microseconds * 1000);
        FakeProcessor processor = new();
        Counters = new NodeCounters(processor);
        Link = new Genet(mmio, Hardware, Memory, Barriers, Counter, Counters);
        Timers = new FakeTimers(Counter, processor);
        Monitor = new GenetLinkMonitor(Link, Timers, Counter, Log);
        Monitor.Initialize();
    }

    /// <summary>RAM, as the CPU sees it and as the device does.</summary>
    public NonCoherentMemory Memory { get; }

    /// <summary>The device.</summary>
    public FakeGenet Device { get; }

    /// <summary>The device tree.</summary>
    public FakeHardware Hardware { get; } = new();

    /// <summary>Ordering towards the device.</summary>
    public FakeDmaBarriers Barriers { get; } = new();

    /// <summary>The time.</summary>
    public FakeCounter Counter { get; }

    /// <summary>What was counted.</summary>
    public NodeCounters Counters { get; }

    /// <summary>The driver.</summary>
    public Genet Link { get; }

    /// <summary>Who calls the monitor.</summary>
    public FakeTimers Timers { get; }

    /// <summary>Who looks after the link.</summary>
    public GenetLinkMonitor Monitor { get; }

    /// <summary>What it says.</summary>
    public RecordingLog Log { get; } = new();

    /// <summary>Initialises the driver, with a cable to a gigabit switch, and waits until the link is up.</summary>
    public GenetBench Connected()
    {
        Initialize();
        Device.Phy.Plug(1000);
        Look(3);
        return this;
    }

    /// <summary>Initialises the driver.</summary>
    public void Initialize() => Link.Initialize(Memory, WholeBytes, HeadBytes);

    /// <summary>So many times the monitor's turn comes.</summary>
    public void Look(int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _microseconds += GenetLinkMonitor.PeriodMicroseconds;
            Timers.RunDue();
        }
    }

    /// <summary>A frame of <paramref name="length"/> bytes to this interface, with content that <paramref name="content"/> says.</summary>
    public static byte[] Make(int length, int content)
    {
        byte[] frame = new byte[length];
        new Random(content).NextBytes(frame);
        BitConverter.TryWriteBytes(frame.AsSpan(14), content);
        for (int i = 0; i < 6; i++) frame[i] = new MacAddress(Address)[i];
        return frame;
    }

    /// <summary>A buffer with such a frame.</summary>
    public FrameBuffer Buffer(int length, int content) => Fill(new FrameBuffer(Memory, Link.HeadroomBytes, Genet.LongestFrameBytes), length, content);

    /// <summary>Puts such a frame into <paramref name="buffer"/>.</summary>
    public static FrameBuffer Fill(FrameBuffer buffer, int length, int content)
    {
        Make(length, content).CopyTo(buffer.Bytes);
        buffer.Length = length;
        return buffer;
    }

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();
}

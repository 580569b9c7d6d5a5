using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A machine with a Cadence GEM, coherent or not, and its driver.</summary>
internal sealed unsafe class GemMachine : IDisposable
{
    public const int WholeBytes = 194;
    public const int HeadBytes = 106;
    public const int Buffers = 256;
    public const int Descriptors = 512;

    private readonly FakePhysicalMemory _coherent = new(8 << 20);
    private readonly NonCoherentMemory _nonCoherent = new(8 << 20);
    private readonly bool _isCoherent;

    public GemMachine(bool isCoherent, Action<FakeGem>? change = null, ulong address = 0x5254_0050_5601)
    {
        _isCoherent = isCoherent;
        FakeMmio mmio = new();
        FakeHardware hardware = new();
        hardware.Add("cdns,gem", isCoherent, new MacAddress(address), [(0xff0c_0000, 0x1000)], 88, 88);
        Device = new FakeGem(AsDevice);
        change?.Invoke(Device);
        mmio.Add(0xff0c_0000, 0x1000, Device);
        Counters = new NodeCounters(new FakeProcessor());
        Link = new CadenceGem(mmio, hardware, Barriers, isCoherent ? new FakeCaches() : _nonCoherent, _nonCoherent, Counter, Counters);
    }

    public FakeGem Device { get; }

    public FakeDmaBarriers Barriers { get; } = new();

    public FakeCounter Counter { get; } = new();

    public NodeCounters Counters { get; }

    public CadenceGem Link { get; }

    public IPhysicalMemory Memory => _isCoherent ? _coherent : _nonCoherent;

    public GemMachine Started()
    {
        Link.Initialize(Memory, WholeBytes, HeadBytes);
        return this;
    }

    public void Disturb(Random random)
    {
        if (!_isCoherent) _nonCoherent.Disturb(random, 2_000);
    }

    public static byte[] Make(int length, int content)
    {
        byte[] frame = new byte[length];
        new Random(content).NextBytes(frame);
        BitConverter.TryWriteBytes(frame, content);
        return frame;
    }

    public static byte[] Whole(ReceivedFrame frame) => [.. frame.Bytes, .. frame.Rest.Bytes];

    public FrameBuffer Frame(int length, int content, int capacity = 128) => Fill(new FrameBuffer(Memory, Link.HeadroomBytes, capacity), length, content);

    public static FrameBuffer Fill(FrameBuffer buffer, int length, int content)
    {
        Make(length, content).CopyTo(buffer.Bytes);
        buffer.Length = length;
        return buffer;
    }

    public void Return(int buffer) => Link.Return(new ReceivedFrame(null, 0, buffer));

    public void Dispose()
    {
        _coherent.Dispose();
        _nonCoherent.Dispose();
    }

    private Span<byte> AsDevice(ulong address, int bytes)
    {
        if (!_isCoherent) return _nonCoherent.AsDevice(address, bytes);
        _ = *_coherent.Pointer(new PhysicalAddress(address + (ulong)bytes - 1));
        return new Span<byte>(_coherent.Pointer(new PhysicalAddress(address)), bytes);
    }
}

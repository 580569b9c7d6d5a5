using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace Pilevisor.Switch;

/// <summary>
/// A file of frames that Wireshark reads: pcapng (draft-ietf-opsawg-pcapng), one interface for each port of the switch. If it cannot be written any further it ends there, with the reason kept: the cluster goes on. Used by several
/// threads.
/// </summary>
public sealed class FrameCapture : IDisposable
{
    private const uint SectionHeader = 0x0a0d0d0a;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1a2b3c4d;
    private const ushort Ethernet = 1;
    private const ushort EndOfOptions = 0;
    private const ushort InterfaceName = 2;
    private const ushort TimestampResolution = 9;
    private const ushort Flags = 2;
    private const uint Inbound = 1;
    private const uint Outbound = 2;
    private const int Nanoseconds = 9;
    private const int NanosecondsATick = 100;
    private const int BufferBytes = 1 << 20;
    private readonly object _gate = new();
    private readonly string _path;
    private readonly FileStream _file;
    private readonly byte[] _block = new byte[EthernetFrame.MaximumBytes + 256];
    private int _length;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="ports">How many ports the switch has.</param>
    /// <exception cref="IOException">If it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">If it may not be made.</exception>
    public FrameCapture(string path, int ports)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
        Begin(SectionHeader);
        Put32(ByteOrderMagic);
        Put16(1);
        Put16(0);
        Put64(ulong.MaxValue);
        End();
        for (int port = 0; port < ports; port++)
        {
            Begin(InterfaceDescription);
            Put16(Ethernet);
            Put16(0);
            Put32(0);
            PutOption(InterfaceName, Encoding.UTF8.GetBytes($"node {port}"));
            PutOption(TimestampResolution, [Nanoseconds]);
            PutOption(EndOfOptions, []);
            End();
        }
    }

    /// <summary>How many frames are in it.</summary>
    public long Frames { get; private set; }

    /// <summary>Why it is not complete; null if it is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Adds a frame: a <see cref="FrameTap"/>.</summary>
    public void Add(int port, bool isFromHost, ReadOnlySpan<byte> frame)
    {
        ulong nanoseconds = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * NanosecondsATick;
        lock (_gate)
        {
            Begin(EnhancedPacket);
            Put32((uint)port);
            Put32((uint)(nanoseconds >> 32));
            Put32((uint)nanoseconds);
            Put32((uint)frame.Length);
            Put32((uint)frame.Length);
            PutPadded(frame);
            Span<byte> flags = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(flags, isFromHost ? Outbound : Inbound);
            PutOption(Flags, flags);
            PutOption(EndOfOptions, []);
            End();
            if (Problem is null) Frames++;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) Try(_file.Dispose);
    }

    private void Begin(uint type)
    {
        _length = 0;
        Put32(type);
        Put32(0);
    }

    private void End()
    {
        uint bytes = (uint)(_length + sizeof(uint));
        Put32(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(sizeof(uint)), bytes);
        if (Problem is null) Try(() => _file.Write(_block, 0, _length));
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem ??= $"the capture {_path} is not complete: {e.Message}";
        }
    }

    private void PutOption(ushort code, ReadOnlySpan<byte> value)
    {
        Put16(code);
        Put16((ushort)value.Length);
        PutPadded(value);
    }

    private void PutPadded(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_block.AsSpan(_length));
        _length += bytes.Length;
        while (_length % sizeof(uint) != 0) _block[_length++] = 0;
    }

    private void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(_length), value);
        _length += sizeof(ushort);
    }

    private void Put32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(_length), value);
        _length += sizeof(uint);
    }

    private void Put64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(_length), value);
        _length += sizeof(ulong);
    }
}

using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>Bytes that a state is written to, or, read back in the same order, restored from.</summary>
internal sealed class StateBytes(byte[]? saved = null)
{
    private byte[] _bytes = saved ?? new byte[256];
    private int _position;

    public bool IsRestoring { get; } = saved is not null;

    public byte[] ToArray() => _bytes.AsSpan(0, _position).ToArray();

    public void Transfer<T>(ref T value)
        where T : unmanaged => Transfer(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1)));

    public void Transfer(Span<byte> bytes)
    {
        if (_position + bytes.Length > _bytes.Length && !IsRestoring) Array.Resize(ref _bytes, (_position + bytes.Length) * 2);
        Span<byte> here = _bytes.AsSpan(_position, bytes.Length);
        if (IsRestoring) here.CopyTo(bytes);
        else bytes.CopyTo(here);
        _position += bytes.Length;
    }
}

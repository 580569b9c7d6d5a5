using System;

namespace Pilevisor.Switch;

/// <summary>A bounded queue of frames, first in first out. A slot's memory is taken when it is first used and kept.</summary>
/// <param name="capacity">How many frames it holds.</param>
internal sealed class FrameQueue(int capacity)
{
    private readonly byte[]?[] _slots = new byte[]?[capacity];
    private readonly int[] _lengths = new int[capacity];
    private int _head;

    /// <summary>How many frames are in it.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest frame; valid until the next change.</summary>
    public ReadOnlySpan<byte> Oldest => _slots[_head].AsSpan(0, _lengths[_head]);

    /// <summary>Adds a copy of a frame, unless the queue is full.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame)
    {
        if (Count == capacity) return false;
        int slot = (_head + Count) % capacity;
        byte[] memory = _slots[slot] ??= new byte[EthernetFrame.MaximumBytes];
        frame.CopyTo(memory);
        _lengths[slot] = frame.Length;
        Count++;
        return true;
    }

    /// <summary>Takes the oldest frame out.</summary>
    public void RemoveOldest()
    {
        _head = (_head + 1) % capacity;
        Count--;
    }
}

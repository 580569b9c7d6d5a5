using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A bounded first-in first-out queue of bytes.</summary>
/// <param name="capacity">The most bytes it holds: a power of two.</param>
internal sealed class ByteQueue(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private uint _taken;
    private uint _added;

    /// <summary>How many bytes are in it.</summary>
    public int Count => (int)(_added - _taken);

    /// <summary>Whether nothing more fits.</summary>
    public bool IsFull => Count == _bytes.Length;

    /// <summary>Adds a byte behind the others; there must be room.</summary>
    public void Add(byte value)
    {
        Panic.Unless(!IsFull, "a byte for a queue that is full");
        _bytes[(int)(_added++ & (uint)(_bytes.Length - 1))] = value;
    }

    /// <summary>The byte that was added first; there must be one.</summary>
    public byte First
    {
        get
        {
            Panic.Unless(Count > 0, "the first byte of an empty queue");
            return _bytes[(int)(_taken & (uint)(_bytes.Length - 1))];
        }
    }

    /// <summary>Removes <see cref="First"/>.</summary>
    public void RemoveFirst()
    {
        Panic.Unless(Count > 0, "a byte from an empty queue");
        _taken++;
    }
}

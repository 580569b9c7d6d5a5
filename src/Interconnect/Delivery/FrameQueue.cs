using System.Diagnostics.CodeAnalysis;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Frame buffers in a row: first in, first out. A buffer is in one queue at a time.</summary>
internal struct FrameQueue
{
    private FrameBuffer? _last;

    /// <summary>The one that is taken next; null if there is none.</summary>
    public FrameBuffer? First { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a buffer behind all others.</summary>
    public void Append(FrameBuffer buffer)
    {
        buffer.Next = null;
        if (_last is null) First = buffer;
        else _last.Next = buffer;
        _last = buffer;
        Count++;
    }

    /// <summary>Takes the first.</summary>
    public bool TryTake([NotNullWhen(true)] out FrameBuffer? buffer)
    {
        buffer = First;
        if (buffer is null) return false;
        First = buffer.Next;
        if (First is null) _last = null;
        buffer.Next = null;
        Count--;
        return true;
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A walk through a chain of descriptors (Virtual I/O Device Version 1.2, sections 2.7.4 and 2.7.5): what the device reads, and behind it what it writes. The chain may lead to a table of descriptors. Whatever the guest wrote there, it has an end:
/// after as many descriptors as there are in queue and table.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="head">The first descriptor.</param>
internal ref struct GuestChain(GuestQueue queue, ushort head)
{
    private ushort _next = head;
    private ulong _table;
    private uint _count;
    private uint _left = queue.Size;
    private bool _isIndirect;
    private bool _writes;
    private bool _isOver;

    /// <summary>Whether something was wrong with it.</summary>
    public bool IsNonsense { get; private set; }

    /// <summary>The piece that the walk is at.</summary>
    public VirtqDescriptor Piece { get; private set; }

    /// <summary>Whether the device writes <see cref="Piece"/>.</summary>
    public readonly bool DeviceWrites => _writes;

    /// <summary>Goes to the next piece.</summary>
    /// <returns>False at the end, or if what follows is nonsense.</returns>
    public bool MoveNext()
    {
        if (_isOver) return false;
        if (!TryRead(out VirtqDescriptor piece) || (Has(piece, VirtqDescriptor.Indirect) && !TryEnter(ref piece)) || (_writes && !Has(piece, VirtqDescriptor.DeviceWrites)))
        {
            (_isOver, IsNonsense) = (true, true);
            return false;
        }
        _writes = Has(piece, VirtqDescriptor.DeviceWrites);
        _next = piece.Next;
        _isOver = !Has(piece, VirtqDescriptor.GoesOn);
        Piece = piece;
        return true;
    }

    private bool TryRead(out VirtqDescriptor piece)
    {
        piece = default;
        if (_left == 0) return false;
        _left--;
        return _isIndirect ? _next < _count && queue.TryReadDescriptor(_table, _next, out piece) : queue.TryReadDescriptor(_next, out piece);
    }

    // A table stands at the end of a chain, and leads to no other.
    private bool TryEnter(ref VirtqDescriptor piece)
    {
        uint count = piece.Length / GuestQueueLayout.DescriptorBytes;
        if (_isIndirect || piece.Flags != VirtqDescriptor.Indirect || piece.Length % GuestQueueLayout.DescriptorBytes != 0 || count > MachineQueue.MostPieces) return false;
        (_isIndirect, _table, _count, _left, _next) = (true, piece.Address, count, count, 0);
        return TryRead(out piece) && !Has(piece, VirtqDescriptor.Indirect);
    }

    private static bool Has(in VirtqDescriptor piece, ushort flag) => (piece.Flags & flag) != 0;
}

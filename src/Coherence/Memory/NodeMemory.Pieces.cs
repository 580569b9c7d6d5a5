using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>
/// Units that are split. To the protocol "split" is what a unit holds: its home, once it has the unit alone, writes it there instead of bytes, and whoever is sent the unit later is sent that, so that every protocol keeps it coherent
/// as it keeps content. No node can access the unit then but its home, which has all pieces alone: the state in which every page begins. Whoever learns that a unit is split asks for pieces of it, and never for the unit again.
/// </content>
public sealed partial class NodeMemory
{
    /// <summary>Splits <paramref name="unit"/>, of this node's window, which it has alone: the guest here goes on with all of it.</summary>
    internal void SplitAtHome(PageNumber unit, ref PageRecord record)
    {
        if (!record.Has(PageRecordFlags.Mapped) || record.Has(PageRecordFlags.Foretold)) Map(unit, ref record);
        // From now on it is the pieces that are mapped.
        record.Flags = (record.Flags | PageRecordFlags.Split) & ~(PageRecordFlags.Mapped | PageRecordFlags.Foretold | PageRecordFlags.Lost);
        PageNumber piece = windows.FirstPieceOf(unit);
        for (uint i = 0; i < windows.PiecesInUnit; i++)
        {
            records[piece + i].Permission = PagePermission.Write;
            records[piece + i].Flags = PageRecordFlags.Mapped;
        }
        counters.Add(Counter.UnitsSplit);
    }

    /// <summary>Whether another node can have sent something about <paramref name="page"/>: about a piece only once this node knows that its unit was split.</summary>
    internal bool MayHearOf(PageNumber page) => !windows.IsPiece(page) || records.IsKept(page);

    /// <summary>Pieces of <paramref name="unit"/> are going to be kept in its frame, which it was just given.</summary>
    internal void PrepareForPieces(PageNumber unit) => messenger.Unpin(FrameOf(unit));

    private bool IsSplit(PageNumber page) => records[page].Has(PageRecordFlags.Split);

    // The unit's frame is taken anew for the first piece that is wanted.
    private void LearnOfSplit(PageNumber unit, ref PageRecord record, PageContent content)
    {
        if (content != PageContent.Split || (windows.IsOwn(unit) && !record.Has(PageRecordFlags.Split))) RefuseSplit(unit);
        bool wasKnown = record.Has(PageRecordFlags.Split);
        record.Flags = (record.Flags | PageRecordFlags.Split | PageRecordFlags.Arrived) & ~(PageRecordFlags.Blank | PageRecordFlags.Foretold | PageRecordFlags.Lost);
        // A home has none. Who knows already may be sent the unit again, and its frame is that of pieces.
        if (record.Frame == 0 || wasKnown) return;
        frames.Return(record.Frame);
        record.Frame = 0;
        waiters.WakeForFrame();
    }

    // The last piece has left the unit's frame, which may be any page's next.
    private void EndPieces(PageNumber unit)
    {
        ref PageRecord record = ref records[unit];
        PhysicalAddress frame = frames.AddressOf(record.Frame);
        for (uint i = 0; i < windows.PiecesInUnit; i++) messenger.Unpin(frame + ((ulong)i << Geometry.PieceShift));
        record.Frame = 0;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseSplit(PageNumber unit) => Fail($"{unit} comes with content after it was split, or was split by another node than its home");
}

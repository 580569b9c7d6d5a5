using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>A record for every page of the guest's RAM.</summary>
/// <param name="memory">Where they live.</param>
/// <param name="windows">Which pages there are.</param>
public sealed unsafe class PageRecords(IPhysicalMemory memory, WindowMap windows)
{
    private PageRecord* _records;

    /// <summary>Makes the records. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() =>
        _records = (PageRecord*)memory.Pointer(memory.Allocate((ulong)windows.Pages * (uint)sizeof(PageRecord), GranuleNumber.Bytes, "page records"));

    /// <summary>The page that <paramref name="granule"/>, which lies in the guest's RAM, is kept in as far as this node knows: its unit, or the piece of a unit that was split.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PageNumber KeptIn(GranuleNumber granule)
    {
        PageNumber unit = windows.Geometry.UnitOf(granule);
        return windows.HasPieces && this[unit].Has(PageRecordFlags.Split) ? windows.PieceOf(granule) : unit;
    }

    /// <summary>Whether coherence is kept in <paramref name="page"/> as far as this node knows: it is a piece of a unit that was split, or a unit that was not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsKept(PageNumber page) => !windows.HasPieces || this[windows.UnitOf(page)].Has(PageRecordFlags.Split) == windows.IsPiece(page);

    /// <summary>The record of <paramref name="page"/>.</summary>
    /// <exception cref="PanicException">If it is no page of the guest's RAM.</exception>
    internal ref PageRecord this[PageNumber page]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            uint index = page.Value - windows.First.Value;
            if (index >= windows.Pages) Refuse(page);
            return ref _records[index];
        }
    }

    // Apart from the question, for the same reason as in PageEntries.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(PageNumber page) => Panic.Fail($"{page} is no page of the guest's RAM");
}

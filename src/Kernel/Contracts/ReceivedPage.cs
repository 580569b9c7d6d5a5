using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What a received frame carries: its bytes, and if they are a page by itself the frame of RAM in which they came, which whoever takes them can keep by giving another for it. Valid until the received frame is returned.</summary>
public readonly ref struct ReceivedPage
{
    private readonly ref PhysicalAddress _frame;

    /// <summary>Names bytes that have to be copied.</summary>
    public ReceivedPage(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>Names bytes at the beginning of a page.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="frame">Where that page is, as its link knows it: another one from <see cref="Exchange"/> on.</param>
    public ReceivedPage(ReadOnlySpan<byte> bytes, ref PhysicalAddress frame)
    {
        Bytes = bytes;
        _frame = ref frame;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The same, for whoever opens the frame where it is: they are in one of the link's buffers.</summary>
    public Span<byte> Writable => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(Bytes), Bytes.Length);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>Whether they are a page that can be kept.</summary>
    public bool CanBeKept => Bytes.Length == (int)GranuleNumber.Bytes && !Unsafe.IsNullRef(ref _frame);

    /// <summary>Keeps the page, which <see cref="CanBeKept"/>. Once; its bytes belong to whoever has its frame then.</summary>
    /// <param name="replacement">A page that nobody uses: the link receives into it from now on.</param>
    /// <returns>Where the page is that was received.</returns>
    public PhysicalAddress Exchange(PhysicalAddress replacement)
    {
        PhysicalAddress received = _frame;
        _frame = replacement;
        return received;
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Where a load or store goes: at most two pages, one of which faulted.</summary>
/// <param name="start">Virtual address of its first byte.</param>
/// <param name="fault">Virtual address that faulted.</param>
/// <param name="faultAddress">Its guest-physical address.</param>
internal struct LoadStorePlace(ulong start, ulong fault, GuestPhysicalAddress faultAddress)
{
    private const ulong OffsetBits = GranuleNumber.Bytes - 1;

    // The faulting page by its distance from the page of the first byte, which tags in the addresses do not change.
    private readonly bool _faultIsInSecond = ((fault ^ start) & GranuleNumber.Bytes) != 0;
    private readonly GuestPhysicalAddress _faultPage = new(faultAddress.Value & ~OffsetBits);

    /// <summary>Virtual address of the first byte.</summary>
    public readonly ulong Start => start;

    /// <summary>Guest-physical address of the page that did not fault.</summary>
    public GuestPhysicalAddress OtherPage { get; private set; }

    /// <summary>The virtual address where the page begins that did not fault, if <paramref name="bytes"/> reach into two; in the first of two it is <see cref="Start"/>.</summary>
    public readonly bool TryGetOtherPage(ulong bytes, out ulong virtualAddress)
    {
        virtualAddress = _faultIsInSecond ? start : (start | OffsetBits) + 1;
        return (start & OffsetBits) + bytes > GranuleNumber.Bytes;
    }

    /// <summary>Says where that page is.</summary>
    public void SetOtherPage(GuestPhysicalAddress page) => OtherPage = page;

    /// <summary>The guest-physical address of one of the bytes.</summary>
    public readonly GuestPhysicalAddress AddressOf(ulong virtualAddress)
    {
        bool isInSecond = ((virtualAddress ^ start) & GranuleNumber.Bytes) != 0;
        return (isInSecond == _faultIsInSecond ? _faultPage : OtherPage) + (virtualAddress & OffsetBits);
    }
}

using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The frames of RAM that hold other nodes' pages. Bounded: however large the cluster is, a node needs no more RAM for it than it was told to use. The longest free is taken first: by then what it held was acknowledged, if it
/// was sent from there. Which RAM a frame is changes: a page that arrives by itself stays where it is.
/// </summary>
/// <param name="memory">Where the frames are.</param>
/// <param name="options">How many.</param>
/// <param name="windows">How many there can be use for.</param>
public sealed unsafe class FrameCache(IPhysicalMemory memory, MemoryAggregationOptions options, WindowMap windows)
{
    /// <summary>The fewest frames that a node with neighbours can work with, unless it has one for each page there is: each CPU may wait for one while others are held.</summary>
    public const uint MinimumFrames = 16;

    private const uint NoPage = uint.MaxValue;

    private PhysicalAddress* _places;
    private uint* _pages;
    private uint* _users;
    private uint* _free;
    private uint _firstFree;

    /// <summary>How many frames there are.</summary>
    public uint Count { get; private set; }

    /// <summary>How many hold nothing.</summary>
    public uint Free { get; private set; }

    /// <summary>How much RAM they hold pages in.</summary>
    public ulong UsedBytes => (ulong)(Count - Free) << windows.Geometry.UnitShift;

    /// <summary>How many are best kept free, so that a fault need not wait for an eviction.</summary>
    public uint Reserve { get; private set; }

    /// <summary>Takes the RAM. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    // The window first: it is the largest thing that must lie in one piece.
    [Starts(BootPhase.Memory), After<NodeMemory>]
    public void Initialize()
    {
        if (windows.ForeignUnits == 0) return;
        int shift = windows.Geometry.UnitShift;
        Count = (uint)Math.Min(options.CacheBytes >> shift, windows.ForeignUnits);
        if (Count < MinimumFrames && Count < windows.ForeignUnits)
        {
            Panic.Fail($"a cache of {options.CacheBytes} bytes for other nodes' pages: {MinimumFrames << shift} are the least");
        }
        PhysicalAddress start = memory.AllocateUncleared((ulong)Count << shift, 1u << shift, "cache of other nodes' pages");
        PhysicalAddress tables = memory.Allocate((ulong)Count * 3 * sizeof(uint), GranuleNumber.Bytes, "table of cached pages");
        _places = (PhysicalAddress*)memory.Pointer(memory.Allocate((ulong)Count * (uint)sizeof(PhysicalAddress), GranuleNumber.Bytes, "places of cached pages"));
        for (uint i = 0; i < Count; i++) _places[i] = start + ((ulong)i << shift);
        _pages = (uint*)memory.Pointer(tables);
        _free = _pages + Count;
        _users = _free + Count;
        Reserve = Math.Min((uint)windows.Bounds.KeptFree, Count / 8);
        for (uint frame = 1; frame <= Count; frame++) PushFree(frame);
    }

    /// <summary>Where the bytes of <paramref name="frame"/> are.</summary>
    public PhysicalAddress AddressOf(uint frame) => _places[frame - 1];

    /// <summary>Makes the RAM in which a page arrived that of <paramref name="frame"/>, whose own nobody uses: the link gets that.</summary>
    /// <returns>Where the frame is now.</returns>
    public PhysicalAddress Exchange(uint frame, ReceivedPage page) => _places[frame - 1] = page.Exchange(_places[frame - 1]);

    /// <summary>Takes a free frame for <paramref name="page"/>, a unit. Frames are counted from 1.</summary>
    public bool TryTake(PageNumber page, out uint frame)
    {
        frame = 0;
        if (Free == 0) return false;
        frame = _free[_firstFree];
        _firstFree = Wrapped(_firstFree + 1);
        Free--;
        _pages[frame - 1] = page.Value;
        _users[frame - 1] = 1;
        return true;
    }

    /// <summary>One more piece of the unit in <paramref name="frame"/> is kept there: it is to be given back once more.</summary>
    public void Share(uint frame) => _users[frame - 1]++;

    /// <summary>Gives <paramref name="frame"/> back.</summary>
    /// <returns>Whether it is free now: nobody shares it any more.</returns>
    public bool Return(uint frame)
    {
        Panic.Unless(_pages[frame - 1] != NoPage, "a frame was given back twice");
        if (--_users[frame - 1] != 0) return false;
        PushFree(frame);
        return true;
    }

    /// <summary>Which unit is in <paramref name="frame"/>.</summary>
    public bool TryGetPage(uint frame, out PageNumber page)
    {
        page = new PageNumber(_pages[frame - 1]);
        return page.Value != NoPage;
    }

    private void PushFree(uint frame)
    {
        _pages[frame - 1] = NoPage;
        _free[Wrapped(_firstFree + Free)] = frame;
        Free++;
    }

    private uint Wrapped(uint place) => place >= Count ? place - Count : place;
}

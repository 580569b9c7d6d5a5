using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The guest's RAM: all nodes' windows together. A node's own window is its RAM; a page of another's is fetched into a bounded cache of frames when the guest
/// touches it. What may be where at a time is the protocol's business.
/// </summary>
/// <param name="gate">The lock around pages and frames.</param>
/// <param name="windows">Which node has which pages.</param>
/// <param name="records">What is here of each page.</param>
/// <param name="frames">Frames of other nodes' pages.</param>
/// <param name="memory">This node's RAM as the protocol sees it.</param>
/// <param name="protocol">What may be where.</param>
/// <param name="faults">The guest's accesses that stage 2 refused.</param>
/// <param name="pinner">Keeps pages for devices.</param>
/// <param name="physical">The machine's RAM.</param>
/// <param name="caches">Makes what is loaded visible and executable.</param>
/// <param name="log">Says what there is.</param>
public sealed unsafe class MemoryAggregation(
    CoherenceGate gate,
    WindowMap windows,
    PageRecords records,
    FrameCache frames,
    NodeMemory memory,
    ICoherenceProtocol protocol,
    PageFaults faults,
    PagePinner pinner,
    IPhysicalMemory physical,
    ICacheMaintenance caches,
    ILog log) : IGuestMemory
{
    private const int MebibyteShift = 20;

    // Far more than a hold leaves possible.
    private const int MostTries = 10_000;

    private byte* _entries;

    private IPageGeometry Geometry => windows.Geometry;

    /// <summary>
    /// Begins the protocol, with each page of the own window at home. Once, when the cluster is known and stage 2 is initialised, before set-up is reported as done.
    /// </summary>
    [Starts(BootPhase.Memory)]
    public void Initialize()
    {
        _entries = physical.Pointer(physical.Allocate((ulong)windows.Pages * (uint)protocol.EntryBytes, GranuleNumber.Bytes, "the protocol's page entries"));
        protocol.Initialize(_entries, windows.First, windows.Pages);
        BeginAtHome(windows.OwnFirst, windows.OwnUnits);
        if (windows.HasPieces) BeginAtHome(windows.FirstPieceOf(windows.OwnFirst), windows.OwnUnits * windows.PiecesInUnit);
        for (uint i = 0; i < windows.OwnFootholdUnits / windows.FootholdUnits; i++)
        {
            BeginAtHome(windows.FootholdAt(i), windows.FootholdUnits);
            if (windows.HasPieces) BeginAtHome(windows.FirstPieceOf(windows.FootholdAt(i)), windows.FootholdUnits * windows.PiecesInUnit);
        }
        log.Info($"{Mebibytes(windows.OwnUnits)} MiB of the guest's {Mebibytes(windows.OwnUnits + windows.ForeignUnits)} MiB are here, with {frames.Count} frames of {Geometry.UnitBytes()} bytes for others' pages");
    }

    /// <summary>What the protocol knew of pages whose home has left goes with it: their entries are as at the beginning. Under <see cref="LockRank.Coherence"/>.</summary>
    internal void Reset(PageNumber first, uint pages) => new Span<byte>(_entries + ((ulong)(first.Value - windows.First.Value) * (uint)protocol.EntryBytes), (int)(pages * (uint)protocol.EntryBytes)).Clear();

    /// <inheritdoc/>
    public bool Contains(GranuleNumber granule) => windows.IsOpen(Geometry.UnitOf(granule));

    /// <inheritdoc/>
    public void Resolve(GranuleNumber granule, AccessKind kind, AccessSite site = default)
    {
        if (!Contains(granule)) RefuseAddress(granule);
        faults.Resolve(granule, kind, site);
    }

    /// <inheritdoc/>
    public bool TryReadWord(GuestPhysicalAddress address, out uint word)
    {
        word = 0;
        gate.Enter();
        PageNumber page = records.KeptIn(address.Granule);
        ref PageRecord record = ref records[page];
        bool isHere = record.Permits(AccessKind.Read) && !record.Has(PageRecordFlags.Blank);
        if (isHere)
        {
            PhysicalAddress place = memory.FrameOf(page) + (address.Value & (windows.BytesOf(page) - 1));
            // The guest may have written it past the caches.
            caches.CleanAndInvalidate(place, sizeof(uint));
            word = *(uint*)physical.Pointer(place);
        }
        gate.Leave();
        return isHere;
    }

    /// <inheritdoc/>
    public void Read(GuestPhysicalAddress start, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int part = PartOf(start, destination.Length);
            for (int tries = 0; !TryRead(start, destination[..part]); tries++) RefuseTries(start, tries);
            destination = destination[part..];
            start += (ulong)part;
        }
    }

    /// <inheritdoc/>
    public void Write(GuestPhysicalAddress start, ReadOnlySpan<byte> content, WriteGrant grant)
    {
        while (!content.IsEmpty && grant.IsGranted)
        {
            int part = PartOf(start, content.Length);
            for (int tries = 0; !TryWrite(start, content[..part], grant); tries++) RefuseTries(start, tries);
            content = content[part..];
            start += (ulong)part;
        }
    }

    /// <inheritdoc/>
    public void AwaitWrites()
    {
        // Whoever is copying has the gate, and who gets it later looks at its grant first.
        gate.Enter();
        gate.Leave();
    }

    /// <inheritdoc/>
    public int MostPins => pinner.Most;

    /// <inheritdoc/>
    public bool TryPin(GranuleNumber granule, out PhysicalAddress frame)
    {
        frame = default;
        return Contains(granule) && pinner.TryPin(granule, out frame);
    }

    /// <inheritdoc/>
    public void Unpin(GranuleNumber granule) => pinner.Unpin(granule);

    /// <inheritdoc/>
    public void Load(GuestPhysicalAddress start, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty) return;
        GuestPhysicalAddress last = start + (ulong)(content.Length - 1);
        PageNumber first = Geometry.UnitOf(start.Granule);
        if (!windows.IsOwn(first) || !windows.IsOwn(Geometry.UnitOf(last.Granule))) Panic.Fail($"{content.Length} bytes at {start} do not lie in this node's window");
        PhysicalAddress destination = memory.FrameOf(first) + (start.Value & (Geometry.UnitBytes() - 1));
        content.CopyTo(new Span<byte>(physical.Pointer(destination), content.Length));
        // What is clean to the point of coherency is so to that of unification: for instructions only their own caches are left.
        caches.CleanAndInvalidate(destination, (uint)content.Length);
        caches.InvalidateInstructions();
    }

    private static int PartOf(GuestPhysicalAddress start, int bytes) => Math.Min(bytes, (int)(GranuleNumber.Bytes - start.PageOffset));

    private bool TryRead(GuestPhysicalAddress start, Span<byte> destination)
    {
        Resolve(start.Granule, AccessKind.Read);
        gate.Enter();
        bool isHere = TryFindHere(start, AccessKind.Read, out byte* place);
        if (isHere) new ReadOnlySpan<byte>(place, destination.Length).CopyTo(destination);
        gate.Leave();
        return isHere;
    }

    private bool TryWrite(GuestPhysicalAddress start, ReadOnlySpan<byte> content, WriteGrant grant)
    {
        Resolve(start.Granule, AccessKind.Write);
        gate.Enter();
        bool isOver = !grant.IsGranted;
        bool isHere = TryFindHere(start, AccessKind.Write, out byte* place);
        if (isHere && !isOver) content.CopyTo(new Span<byte>(place, content.Length));
        gate.Leave();
        return isHere || isOver;
    }

    // It may have gone again already.
    private bool TryFindHere(GuestPhysicalAddress address, AccessKind kind, out byte* place)
    {
        PageNumber page = records.KeptIn(address.Granule);
        ref PageRecord record = ref records[page];
        bool isHere = record.Permits(kind) && !record.Has(PageRecordFlags.Blank);
        place = isHere ? physical.Pointer(memory.FrameOf(page) + (address.Value & (windows.BytesOf(page) - 1))) : null;
        return isHere;
    }

    private void BeginAtHome(PageNumber first, uint pages)
    {
        for (uint i = 0; i < pages; i++) protocol.BeginAtHome(first + i);
    }

    // A unit may be larger than a MiB.
    private ulong Mebibytes(uint units) => ((ulong)units << Geometry.UnitShift) >> MebibyteShift;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseTries(GuestPhysicalAddress address, int tries)
    {
        if (tries == MostTries) Panic.Fail($"a device's access to {address} was granted {tries} times, and the page had gone again each time");
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseAddress(GranuleNumber granule) => Panic.Fail($"{granule} is not the guest's RAM");
}

using System;
using System.Collections.Generic;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>RAM from 0x40000000 to 0x60000000 that remembers what was asked for and loaded. Its first 64 KiB are real for devices.</summary>
internal sealed class FakeGuestMemory : IGuestMemory
{
    public const ulong Start = 0x4000_0000;

    public List<(ulong Address, AccessKind Kind)> Resolved { get; } = [];

    public Dictionary<ulong, byte[]> Loaded { get; } = [];

    /// <summary>What can be read, and pages that must be asked for first.</summary>
    public Dictionary<ulong, uint> Words { get; } = [];

    public HashSet<ulong> Elsewhere { get; } = [];

    public bool Contains(GranuleNumber page) => page.Value is >= 0x40000 and < 0x60000;

    public void Resolve(GranuleNumber page, AccessKind kind, AccessSite site = default)
    {
        Resolved.Add((page.Address.Value, kind));
        Elsewhere.Remove(page.Address.Value);
    }

    public bool TryReadWord(GuestPhysicalAddress address, out uint word)
    {
        word = 0;
        return !Elsewhere.Contains(address.Granule.Address.Value) && Words.TryGetValue(address.Value, out word);
    }

    /// <summary>What devices read and write.</summary>
    public byte[] Bytes { get; } = new byte[1 << 16];

    /// <summary>Called before a device reads.</summary>
    public Action? Reading { get; set; }

    public void Read(GuestPhysicalAddress start, Span<byte> destination)
    {
        Reading?.Invoke();
        Bytes.AsSpan((int)(start.Value - Start), destination.Length).CopyTo(destination);
    }

    public void Write(GuestPhysicalAddress start, ReadOnlySpan<byte> content, WriteGrant grant)
    {
        if (grant.IsGranted) Write(start, content);
    }

    /// <summary>What the guest itself does.</summary>
    public void Write(GuestPhysicalAddress start, ReadOnlySpan<byte> content) => content.CopyTo(Bytes.AsSpan((int)(start.Value - Start), content.Length));

    public int AwaitedWrites { get; private set; }

    public void AwaitWrites() => AwaitedWrites++;

    /// <summary>How often each page is pinned.</summary>
    public SortedDictionary<uint, int> Pins { get; } = [];

    public int MostPins { get; set; } = 128;

    public bool TryPin(GranuleNumber granule, out PhysicalAddress frame)
    {
        // Pages lie elsewhere in this machine than the guest sees them, each by itself.
        frame = FrameOf(granule);
        if (!Contains(granule)) throw new InvalidOperationException($"{granule} is not RAM");
        if (Pins.Count == MostPins && !Pins.ContainsKey(granule.Value)) return false;
        Pins[granule.Value] = Pins.GetValueOrDefault(granule.Value) + 1;
        return true;
    }

    public void Unpin(GranuleNumber granule)
    {
        if (--Pins[granule.Value] == 0) Pins.Remove(granule.Value);
    }

    public static PhysicalAddress FrameOf(GranuleNumber granule) => new(0x10_0000_0000 + (granule.Address.Value * 2));

    public void Load(GuestPhysicalAddress start, ReadOnlySpan<byte> content) => Loaded.Add(start.Value, content.ToArray());
}

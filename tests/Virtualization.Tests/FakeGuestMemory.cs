using System;
using System.Collections.Generic;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>RAM from 0x40000000 to 0x60000000 that remembers what was asked for and loaded.</summary>
internal sealed class FakeGuestMemory : IGuestMemory
{
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

    public void Load(GuestPhysicalAddress start, ReadOnlySpan<byte> content) => Loaded.Add(start.Value, content.ToArray());
}

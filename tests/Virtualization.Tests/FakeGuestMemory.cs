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

    public bool Contains(PageNumber page) => page.Value is >= 0x40000 and < 0x60000;

    public void Resolve(PageNumber page, AccessKind kind) => Resolved.Add((page.Address.Value, kind));

    public void Load(GuestPhysicalAddress start, ReadOnlySpan<byte> content) => Loaded.Add(start.Value, content.ToArray());
}

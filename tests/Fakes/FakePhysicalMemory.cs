using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>RAM that starts at a physical address of its own, backed by host memory; freed with the object.</summary>
public sealed unsafe class FakePhysicalMemory : IPhysicalMemory, IDisposable
{
    private const nuint Alignment = 1 << 21;

    private readonly ulong _start;
    private readonly ulong _bytes;
    private readonly byte* _allocation;
    private readonly byte* _memory;
    private ulong _next;

    /// <summary>Makes <paramref name="bytes"/> of zeroed RAM at <paramref name="start"/>.</summary>
    public FakePhysicalMemory(ulong bytes = 16 << 20, ulong start = 0x8000_0000)
    {
        _start = _next = start;
        _bytes = bytes;

        // Zeroed by who gives it, and so only where it is touched: most of it never is.
        _allocation = (byte*)NativeMemory.AllocZeroed((nuint)bytes + Alignment);
        _memory = (byte*)(((nuint)_allocation + Alignment - 1) & ~(Alignment - 1));
    }

    /// <summary>What was allocated, in order.</summary>
    public List<string> Purposes { get; } = [];

    /// <inheritdoc/>
    public PhysicalAddress Allocate(ulong bytes, ulong alignment, string purpose)
    {
        ulong at = (_next + alignment - 1) & ~(alignment - 1);
        ulong end = at + ((bytes + 4095) & ~4095ul);
        if (end > _start + _bytes) Panic.Fail("out of fake memory");
        _next = end;
        Purposes.Add(purpose);
        return new PhysicalAddress(at);
    }

    /// <inheritdoc/>
    public PhysicalAddress AllocateUncleared(ulong bytes, ulong alignment, string purpose) => Allocate(bytes, alignment, purpose);

    /// <inheritdoc/>
    public byte* Pointer(PhysicalAddress address)
    {
        if (address.Value < _start || address.Value >= _start + _bytes) Panic.Fail("outside fake memory");
        return _memory + (address.Value - _start);
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_allocation);
}

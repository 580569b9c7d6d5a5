using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>A simulated node's RAM. What nobody touches costs nothing, as the host gives pages when they are touched first.</summary>
internal sealed unsafe class SimMemory : IPhysicalMemory, IDisposable
{
    // Address 0 is none.
    private const ulong Start = 1ul << 30;

    private byte* _memory;
    private ulong _bytes;
    private ulong _used;

    /// <summary>Puts it in. Once, before anything is allocated.</summary>
    public void Install(ulong bytes)
    {
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)bytes);
        _bytes = bytes;
    }

    public PhysicalAddress Allocate(ulong size, ulong alignment, string purpose)
    {
        ulong at = (_used + alignment - 1) & ~(alignment - 1);
        if (at + size > _bytes) throw new InvalidOperationException($"a simulated node has no room for {size} bytes: {purpose}");
        _used = at + size;
        return new PhysicalAddress(Start + at);
    }

    public PhysicalAddress AllocateUncleared(ulong size, ulong alignment, string purpose) => Allocate(size, alignment, purpose);

    public byte* Pointer(PhysicalAddress address)
    {
        ulong at = address.Value - Start;
        if (at >= _bytes) throw new InvalidOperationException($"a simulated node has no RAM at {address.Value:x}");
        return _memory + at;
    }

    public void Dispose() => NativeMemory.Free(_memory);
}

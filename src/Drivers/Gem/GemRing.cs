using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// A ring of 16-byte descriptors, four words each: bits 31:0 of a buffer's address, what is said of it, bits 63:32 of its address, nothing. A word is read and written at once; who may write one, its bits say. For one CPU at a time.
/// </summary>
/// <param name="start">Where EL2 sees it.</param>
/// <param name="address">Where the device does.</param>
/// <param name="size">How many descriptors.</param>
internal sealed unsafe class GemRing(byte* start, PhysicalAddress address, int size)
{
    private const int WordsPerDescriptor = 4;

    private readonly uint* _words = (uint*)start;

    /// <summary>Where the device finds it.</summary>
    public PhysicalAddress Address => address;

    /// <summary>How many descriptors there are.</summary>
    public int Size => size;

    /// <summary>How many bytes of RAM a ring takes. A device that writes a descriptor back may write eight bytes more, as they were, so one more is there than is used.</summary>
    public static uint Bytes(int size) => (uint)((size + 1) * WordsPerDescriptor * sizeof(uint));

    /// <summary>Reads a word.</summary>
    public uint Read(int descriptor, int word) => Volatile.Read(ref _words[(descriptor * WordsPerDescriptor) + word]);

    /// <summary>Writes a word of a descriptor that is the driver's.</summary>
    public void Write(int descriptor, int word, uint value) => Volatile.Write(ref _words[(descriptor * WordsPerDescriptor) + word], value);
}

using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What reads of some device registers would return at the moment, so that the fast lane can answer them: registers that live on this node and whose reads have no effect. Whose registers these are says so when it has read
/// one, and takes that back before it changes it. There is room for a register in one place only; one that finds it taken is read the other way.
/// </summary>
public sealed class PublishedRegisters
{
    private const int Places = 256;

    // No register reads as all ones.
    private const ulong Hidden = ulong.MaxValue;

    private readonly Place[] _places = new Place[Places];

    /// <summary>Reads of <paramref name="bytes"/> bytes at <paramref name="address"/> return <paramref name="value"/> from now on. The register's owner calls this with the lock held under which it changes.</summary>
    /// <param name="address">Where the register is.</param>
    /// <param name="bytes">The width of the access: 1, 2, 4 or 8.</param>
    /// <param name="value">Its value, zero above the width.</param>
    public void Publish(GuestPhysicalAddress address, int bytes, ulong value)
    {
        ref Place place = ref PlaceOf(address);
        ulong key = KeyOf(address, bytes);
        if (Volatile.Read(ref place.Key) != key && Interlocked.CompareExchange(ref place.Key, key, 0) != 0) return;
        Volatile.Write(ref place.Value, ~value);
    }

    /// <summary>They are to be asked for again. Same lock.</summary>
    public void Hide(GuestPhysicalAddress address, int bytes)
    {
        ref Place place = ref PlaceOf(address);
        if (Volatile.Read(ref place.Key) == KeyOf(address, bytes)) Volatile.Write(ref place.Value, ~Hidden);
    }

    /// <summary>Reads a register, if it is published. Without any lock.</summary>
    public bool TryRead(GuestPhysicalAddress address, int bytes, out ulong value)
    {
        ref Place place = ref PlaceOf(address);
        value = ~Volatile.Read(ref place.Value);
        return Volatile.Read(ref place.Key) == KeyOf(address, bytes) && value != Hidden;
    }

    // Addresses have 40 bits. Redistributors, whose registers are the most, lie 128 KiB apart.
    private ref Place PlaceOf(GuestPhysicalAddress address) => ref _places[(int)(((address.Value >> 17) ^ (address.Value >> 2)) % Places)];

    private static ulong KeyOf(GuestPhysicalAddress address, int bytes) => (address.Value << 4) | (uint)bytes;

    /// <summary>The value inverted, so that a place nobody has taken is hidden.</summary>
    private struct Place
    {
        public ulong Key;
        public ulong Value;
    }
}

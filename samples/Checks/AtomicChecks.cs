using System;
using System.Threading;

namespace Pilevisor.Checks;

internal static class AtomicChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("atomic.int", Int());
        report.Add("atomic.uint", UInt());
        report.Add("atomic.long", Long());
        report.Add("atomic.ulong", ULong());
        report.Add("atomic.volatile", VolatileAccesses());
    }

    private static ulong Int()
    {
        Digest digest = default;
        int location = 5;
        digest.Add((long)Interlocked.Increment(ref location));
        digest.Add((long)Interlocked.Decrement(ref location));
        digest.Add((long)Interlocked.Add(ref location, -7));
        digest.Add((long)Interlocked.Exchange(ref location, 0x55));
        digest.Add((long)Interlocked.CompareExchange(ref location, 9, 0x55));
        digest.Add((long)Interlocked.CompareExchange(ref location, 10, 0x55));
        digest.Add((long)Interlocked.Or(ref location, 0x70));
        digest.Add((long)Interlocked.And(ref location, 0x3f));
        digest.Add((long)location);
        return digest.Value;
    }

    private static ulong UInt()
    {
        Digest digest = default;
        uint location = 0xffff_ffff;
        digest.Add((ulong)Interlocked.Increment(ref location));
        digest.Add((ulong)Interlocked.Decrement(ref location));
        digest.Add((ulong)Interlocked.Add(ref location, 7));
        digest.Add((ulong)Interlocked.Exchange(ref location, 0x8000_0055));
        digest.Add((ulong)Interlocked.CompareExchange(ref location, 9, 0x8000_0055));
        digest.Add((ulong)Interlocked.Or(ref location, 0xf000_0070));
        digest.Add((ulong)Interlocked.And(ref location, 0x8000_003f));
        digest.Add((ulong)location);
        return digest.Value;
    }

    private static ulong Long()
    {
        Digest digest = default;
        long location = -1;
        digest.Add(Interlocked.Increment(ref location));
        digest.Add(Interlocked.Decrement(ref location));
        digest.Add(Interlocked.Add(ref location, 1L << 40));
        digest.Add(Interlocked.Exchange(ref location, 0x55));
        digest.Add(Interlocked.CompareExchange(ref location, long.MinValue, 0x55));
        digest.Add(Interlocked.Or(ref location, 0x70));
        digest.Add(Interlocked.And(ref location, ~0x30));
        digest.Add(Interlocked.Read(ref location));
        return digest.Value;
    }

    private static ulong ULong()
    {
        Digest digest = default;
        ulong location = 0xffff_ffff;
        digest.Add(Interlocked.Increment(ref location));
        digest.Add(Interlocked.Decrement(ref location));
        digest.Add(Interlocked.Add(ref location, 1ul << 63));
        digest.Add(Interlocked.Exchange(ref location, 0x55));
        digest.Add(Interlocked.CompareExchange(ref location, 9, 0x55));
        digest.Add(Interlocked.Or(ref location, 1ul << 50));
        digest.Add(Interlocked.And(ref location, (1ul << 50) | 8));
        Interlocked.MemoryBarrier();
        digest.Add(Interlocked.Read(ref location));
        return digest.Value;
    }

    private static ulong VolatileAccesses()
    {
        Digest digest = default;
        Fields fields = new();
        Volatile.Write(ref fields.Flag, true);
        Volatile.Write(ref fields.Byte, 0xfe);
        Volatile.Write(ref fields.Short, -3);
        Volatile.Write(ref fields.Int, int.MinValue);
        Volatile.Write(ref fields.ULong, 0xfedcba9876543210);
        Volatile.Write(ref fields.Name, "published");
        digest.Add(Volatile.Read(ref fields.Flag));
        digest.Add((ulong)Volatile.Read(ref fields.Byte));
        digest.Add((long)Volatile.Read(ref fields.Short));
        digest.Add((long)Volatile.Read(ref fields.Int));
        digest.Add(Volatile.Read(ref fields.ULong));
        digest.Add(Volatile.Read(ref fields.Name).AsSpan());
        fields.Ticket++;
        digest.Add((long)fields.Ticket);
        return digest.Value;
    }

    private sealed class Fields
    {
        public bool Flag;
        public byte Byte;
        public short Short;
        public int Int;
        public ulong ULong;
        public string? Name;
        public volatile int Ticket;
    }
}

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Internal.Runtime;

/// <summary>
/// Where objects come from: zeroed memory handed out front to back while the image boots, and never given back. Once sealed, an allocation is a panic; only
/// exceptions and strings are still made, from a small reserve, so that a panic keeps its message.
/// </summary>
internal static unsafe class Arena
{
    private const long ReserveBytes = 16 * 1024;

    private static long s_start;
    private static long s_next;
    private static long s_limit;
    private static long s_reserveNext;
    private static long s_reserveLimit;

    /// <summary>Called once, before any other managed code: boot.S.</summary>
    [RuntimeExport("corelib_init")]
    internal static void Initialize(void* start, ulong bytes, ReadyToRunHeader* header)
    {
        s_start = s_next = (long)start;
        s_reserveLimit = (long)start + (long)bytes;
        s_limit = s_reserveNext = s_reserveLimit - ReserveBytes;
        GcStatics.Initialize(header);
    }

    /// <summary>Boot is over.</summary>
    [RuntimeExport("corelib_seal")]
    internal static void Seal() => Volatile.Write(ref s_limit, 0);

    /// <summary>Bytes handed out, without the reserve.</summary>
    [RuntimeExport("corelib_arena_used")]
    internal static ulong Used() => (ulong)(Volatile.Read(ref s_next) - s_start);

    internal static string NewString(int length)
    {
        void** memory = (void**)Allocate(MethodTable.Of<string>()->BaseSize + ((ulong)(uint)length * sizeof(char)), mayUseReserve: true);
        memory[0] = MethodTable.Of<string>();
        *(int*)(memory + 1) = length;
        return Unsafe.AsRef<string>(&memory);
    }

    [RuntimeExport("RhpNewFast")]
    internal static void* NewObject(MethodTable* type)
    {
        void** memory = (void**)Allocate(type->BaseSize, IsException(type));
        memory[0] = type;
        return memory;
    }

    [RuntimeExport("RhpNewArrayFast")]
    private static void* NewArray(MethodTable* type, nint length)
    {
        if ((nuint)length > int.MaxValue) Fatal.Stop("Array dimensions exceeded supported range.");
        void** memory = (void**)Allocate(type->BaseSize + ((ulong)length * type->ComponentSize), mayUseReserve: false);
        memory[0] = type;
        *(int*)(memory + 1) = (int)length;
        return memory;
    }

    [RuntimeExport("RhpNewPtrArrayFast")]
    private static void* NewReferenceArray(MethodTable* type, nint length) => NewArray(type, length);

    [RuntimeExport("RhpNewArray")]
    private static void* NewArraySlow(MethodTable* type, nint length) => NewArray(type, length);

    private static void* Allocate(ulong bytes, bool mayUseReserve)
    {
        long size = (long)((bytes + 7) & ~7ul);
        if (Volatile.Read(ref s_limit) == 0)
        {
            if (!mayUseReserve) Fatal.Stop("Allocation after the arena was sealed: create objects while the image boots.");
            return Take(ref s_reserveNext, s_reserveLimit, size, "The reserve for panic messages is used up.");
        }
        return Take(ref s_next, s_limit, size, "The arena is full: raise the image's ArenaBytes.");
    }

    private static void* Take(ref long next, long limit, long size, string whenFull)
    {
        long end = Interlocked.Add(ref next, size);
        if (end > limit) Fatal.Stop(whenFull);
        return (void*)(end - size);
    }

    private static bool IsException(MethodTable* type)
    {
        while (type != null && type != MethodTable.Of<Exception>()) type = type->BaseType;
        return type != null;
    }
}

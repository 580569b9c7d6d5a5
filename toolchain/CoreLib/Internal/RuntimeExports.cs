using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

/// <summary>
/// Unboxing, which `obj is Value` in an Equals(object) compiles to; names and signatures are ILC's. Boxing is missing on purpose: it allocates, so using it
/// breaks the build.
/// </summary>
internal static unsafe class RuntimeExports
{
    private static ref byte RhUnbox2(MethodTable* type, object obj)
    {
        if (obj.m_pEEType != type) Fatal.Stop("Specified cast is not valid.");
        return ref Unsafe.As<RawData>(obj).Data;
    }

    // ILC wants the name beside the other. No symbol stands behind it, so that an image which uses it does not link.
    [RuntimeImport("*", "RhUnboxNullable")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RhUnboxNullable(ref byte data, MethodTable* type, object? obj);
}

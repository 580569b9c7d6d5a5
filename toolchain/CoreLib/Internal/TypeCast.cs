using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

/// <summary>Casts and checked stores of references; names and signatures are ILC's. A generic interface matches exactly: there is no variance at EL2.</summary>
internal static unsafe class TypeCast
{
    internal static bool IsExactArray<T>(T[] array) => array.m_pEEType == MethodTable.Of<T[]>();

    private static object? IsInstanceOfClass(MethodTable* type, object? obj) => obj is not null && DerivesFrom(obj.m_pEEType, type) ? obj : null;

    private static object? IsInstanceOfInterface(MethodTable* type, object? obj) => obj is not null && Implements(obj.m_pEEType, type) ? obj : null;

    private static object? IsInstanceOfAny(MethodTable* type, object? obj) => obj is not null && IsAssignable(obj.m_pEEType, type) ? obj : null;

    private static bool IsInstanceOfException(MethodTable* type, object? obj) => IsInstanceOfClass(type, obj) is not null;

    private static bool DerivesFrom(MethodTable* type, MethodTable* ancestor)
    {
        while (type != null && type != ancestor) type = type->BaseType;
        return type != null;
    }

    private static bool Implements(MethodTable* type, MethodTable* contract)
    {
        MethodTable** interfaces = MethodTable.Interfaces(type);
        for (int i = 0; i < type->InterfaceCount; i++)
        {
            if (interfaces[i] == contract) return true;
        }
        return false;
    }

    // Arrays of references are covariant: what may be stored in the elements decides.
    private static bool IsAssignable(MethodTable* type, MethodTable* target)
    {
        while (target->IsArray && type->IsArray && type != target)
        {
            target = target->ElementType;
            type = type->ElementType;
            if (!type->IsReference) return type == target;
        }
        return DerivesFrom(type, target) || Implements(type, target);
    }

    private static object? CheckCastClass(MethodTable* type, object? obj)
    {
        if (obj is not null && IsInstanceOfClass(type, obj) is null) InvalidCast();
        return obj;
    }

    private static object? CheckCastClassSpecial(MethodTable* type, object? obj) => CheckCastClass(type, obj);

    private static object? CheckCastInterface(MethodTable* type, object? obj)
    {
        if (obj is not null && IsInstanceOfInterface(type, obj) is null) InvalidCast();
        return obj;
    }

    private static object? CheckCastAny(MethodTable* type, object? obj)
    {
        if (obj is not null && IsInstanceOfAny(type, obj) is null) InvalidCast();
        return obj;
    }

    private static void StelemRef(object?[] array, nint index, object? obj)
    {
        if ((nuint)index >= (nuint)array.Length) Fatal.IndexOutOfRange();
        if (obj is not null && IsInstanceOfAny(array.m_pEEType->ElementType, obj) is null) Fatal.ArrayTypeMismatch();
        Element(array, index) = obj;
    }

    private static ref object? LdelemaRef(object?[] array, nint index, MethodTable* elementType)
    {
        if ((nuint)index >= (nuint)array.Length) Fatal.IndexOutOfRange();
        if (array.m_pEEType->ElementType != elementType) Fatal.ArrayTypeMismatch();
        return ref Element(array, index);
    }

    // Around the code generator's own checks, which would call the helpers above.
    private static ref object? Element(object?[] array, nint index) =>
        ref Unsafe.Add(ref Unsafe.As<byte, object?>(ref Unsafe.As<RawArrayData>(array).Data), index);

    private static void InvalidCast() => Fatal.Stop("Specified cast is not valid.");
}

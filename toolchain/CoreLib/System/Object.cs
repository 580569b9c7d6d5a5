using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public unsafe class Object
{
    // ILC and the code generator know the field by this name and place.
    internal MethodTable* m_pEEType;

    public virtual bool Equals(object? obj) => (object)this == obj;

    public virtual int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public virtual string? ToString() => throw new NotSupportedException("There are no type names at EL2: override ToString.");

    public static bool ReferenceEquals(object? objA, object? objB) => objA == objB;
}

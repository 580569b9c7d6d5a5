using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>What ILC writes for each type an object can have; its layout is ILC's. The virtual methods follow it, then the interfaces.</summary>
internal unsafe struct MethodTable
{
    private const ushort KindMask = 3;
    private const ushort KindParameterized = 2;
    private const int ElementTypeShift = 10;
    private const int ElementTypeMask = 0x1f;
    private const int ElementTypeClass = 0x14;

    /// <summary>Bytes of an element of an array or string, else 0.</summary>
    internal ushort ComponentSize;

    private ushort _flags;

    /// <summary>Bytes of an object, without elements, with its header.</summary>
    internal uint BaseSize;

    private MethodTable* _related;
    private ushort _virtualMethodCount;
    private ushort _interfaceCount;
    private uint _hashCode;

    /// <summary>Whether it is of an array.</summary>
    internal readonly bool IsArray => (_flags & KindMask) == KindParameterized;

    /// <summary>Whether its values are references: a class, interface or array.</summary>
    internal readonly bool IsReference => ((_flags >> ElementTypeShift) & ElementTypeMask) >= ElementTypeClass;

    /// <summary>An array's elements' type.</summary>
    internal readonly MethodTable* ElementType => _related;

    /// <summary>The class this one derives from, null for object and for interfaces. An array's is <see cref="System.Array"/>.</summary>
    internal readonly MethodTable* BaseType => IsArray ? Of<System.Array>() : _related;

    internal readonly int InterfaceCount => _interfaceCount;

    /// <summary>The interfaces the type implements, those of its base types included.</summary>
    internal static MethodTable** Interfaces(MethodTable* table) => (MethodTable**)((void**)(table + 1) + table->_virtualMethodCount);

    /// <summary>The table of <typeparamref name="T"/>, as a constant.</summary>
    [Intrinsic]
    internal static extern MethodTable* Of<T>();
}

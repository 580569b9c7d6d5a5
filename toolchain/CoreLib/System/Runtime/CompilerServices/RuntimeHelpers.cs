using Internal.Runtime;

namespace System.Runtime.CompilerServices;

public static unsafe class RuntimeHelpers
{
    /// <summary>The code generator replaces it: the span lies in the image.</summary>
    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle)
    {
        Fatal.Stop("RuntimeHelpers.CreateSpan was not expanded");
        return default;
    }

    /// <summary>The code generator replaces it with a copy from the image.</summary>
    [Intrinsic]
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle) => Fatal.Stop("RuntimeHelpers.InitializeArray was not expanded");

    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>() => IsReferenceOrContainsReferences<T>();

    /// <summary>Objects never move, so that their address is their identity.</summary>
    public static int GetHashCode(object? o) => (int)((nuint)Unsafe.As<object?, nuint>(ref o) >> 3);

    [Intrinsic]
    internal static bool IsBitwiseEquatable<T>() => IsBitwiseEquatable<T>();
}

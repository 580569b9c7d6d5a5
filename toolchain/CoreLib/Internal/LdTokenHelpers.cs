using System;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>ILC asks for it by name, for arrays with initialisers; the handles are expanded and never looked at.</summary>
internal static class LdTokenHelpers
{
    private static RuntimeTypeHandle GetRuntimeTypeHandle(nint type) => default;

    private static RuntimeMethodHandle GetRuntimeMethodHandle(nint method) => default;

    private static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => default;

    private static Type? GetRuntimeType(nint type) => null;
}

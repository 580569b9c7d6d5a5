namespace System.Runtime.InteropServices;

/// <summary>Known to the compiler; nothing is marshalled at EL2.</summary>
public enum UnmanagedType
{
    Bool = 2,
}

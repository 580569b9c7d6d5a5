namespace System.Runtime.CompilerServices;

public sealed class RuntimeCompatibilityAttribute : Attribute
{
    public bool WrapNonExceptionThrows { get; set; }
}

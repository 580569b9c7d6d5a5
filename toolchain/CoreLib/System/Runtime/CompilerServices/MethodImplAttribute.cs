namespace System.Runtime.CompilerServices;

public sealed class MethodImplAttribute(MethodImplOptions methodImplOptions) : Attribute
{
    public MethodImplOptions Value => methodImplOptions;
}

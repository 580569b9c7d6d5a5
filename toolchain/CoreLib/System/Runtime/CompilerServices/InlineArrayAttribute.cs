namespace System.Runtime.CompilerServices;

public sealed class InlineArrayAttribute(int length) : Attribute
{
    public int Length => length;
}

namespace System.Runtime.InteropServices;

public sealed class FieldOffsetAttribute(int offset) : Attribute
{
    public int Value => offset;
}

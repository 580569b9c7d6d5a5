namespace System.Runtime.InteropServices;

public sealed class StructLayoutAttribute(LayoutKind layoutKind) : Attribute
{
    public int Pack;
    public int Size;

    public LayoutKind Value => layoutKind;
}

namespace Internal.Runtime;

/// <summary>An array as its memory lies: the code generator's layout.</summary>
internal sealed class RawArrayData
{
    internal uint Length;
    internal uint Padding;
    internal byte Data;
}

namespace Internal.Runtime;

/// <summary>Any object as its memory lies behind the method table.</summary>
internal sealed class RawData
{
    internal byte Data;
}

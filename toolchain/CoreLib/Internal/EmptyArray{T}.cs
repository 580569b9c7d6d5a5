namespace Internal.Runtime;

internal static class EmptyArray<T>
{
    internal static readonly T[] Value = new T[0];
}

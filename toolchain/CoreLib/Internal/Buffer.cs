namespace System;

/// <summary>ILC calls it for copies of structs with references. Nothing moves objects, so a copy is a copy.</summary>
internal static class Buffer
{
    internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount) =>
        SpanHelpers.Memmove(ref destination, ref source, byteCount);
}

namespace System;

public readonly struct Range(Index start, Index end) : IEquatable<Range>
{
    public Index Start => start;

    public Index End => end;

    public static Range All => new(Index.Start, Index.End);

    public static Range StartAt(Index start) => new(start, Index.End);

    public static Range EndAt(Index end) => new(Index.Start, end);

    public (int Offset, int Length) GetOffsetAndLength(int length)
    {
        int from = start.GetOffset(length);
        int to = end.GetOffset(length);
        if ((uint)to > (uint)length || (uint)from > (uint)to) throw new ArgumentOutOfRangeException(nameof(length));
        return (from, to - from);
    }

    public bool Equals(Range other) => start.Equals(other.Start) && end.Equals(other.End);
}

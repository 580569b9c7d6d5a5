namespace Internal.Runtime;

/// <summary>One section of the <see cref="ReadyToRunHeader"/>.</summary>
internal unsafe struct ReadyToRunSection
{
    /// <summary>The section that describes static fields of reference type.</summary>
    internal const int GcStaticRegion = 201;

    internal int Id;
    internal int Flags;
    internal void* Start;
    internal void* End;
}

namespace Internal.Runtime;

/// <summary>What the symbol __ReadyToRunHeader labels: ILC's table of sections, whose <see cref="ReadyToRunSection"/>s follow it.</summary>
internal struct ReadyToRunHeader
{
    internal uint Signature;
    internal ushort MajorVersion;
    internal ushort MinorVersion;
    internal uint Flags;
    internal ushort NumberOfSections;
    internal byte EntrySize;
    internal byte EntryType;
}

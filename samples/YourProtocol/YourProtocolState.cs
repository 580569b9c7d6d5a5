namespace Pilevisor.Samples;

/// <summary>What a node has of a page.</summary>
internal enum YourProtocolState : byte
{
    /// <summary>Nothing. At home: another node may write the page.</summary>
    Invalid,

    /// <summary>A copy to read. At home: its own content, of which others have copies.</summary>
    Shared,

    /// <summary>The page alone, to write.</summary>
    Modified,

    /// <summary>Nothing yet: home was asked. Never at home.</summary>
    Pending,
}

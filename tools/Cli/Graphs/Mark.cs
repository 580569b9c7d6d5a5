namespace Pilevisor.Cli.Graphs;

/// <summary>What a reader should notice of a box or an arrow.</summary>
internal enum Mark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The variant's class registers it itself: what it is about.</summary>
    Own,

    /// <summary>Only the other variant has it.</summary>
    Added,

    /// <summary>The other variant does not have it.</summary>
    Removed,
}

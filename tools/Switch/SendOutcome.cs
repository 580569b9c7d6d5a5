namespace Pilevisor.Switch;

/// <summary>What became of a frame that was handed to a node's socket.</summary>
internal enum SendOutcome
{
    /// <summary>The node has it.</summary>
    Sent,

    /// <summary>The node's socket is full for now.</summary>
    Full,

    /// <summary>There is no node.</summary>
    Absent,
}

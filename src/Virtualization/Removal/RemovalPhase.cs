namespace Pilevisor.Virtualization;

/// <summary>How far the removal of a node is.</summary>
internal enum RemovalPhase : byte
{
    /// <summary>None is under way.</summary>
    None,

    /// <summary>The guest is asked for the node's memory, and turns its vCPUs off.</summary>
    GivesBack,

    /// <summary>The node is asked whether all its vCPUs are off.</summary>
    Closes,

    /// <summary>They are, and stay so: the view without it is to be proposed.</summary>
    IsClosed,

    /// <summary>The view without it was proposed.</summary>
    Leaves,
}

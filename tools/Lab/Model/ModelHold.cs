namespace Pilevisor.Lab.Model;

/// <summary>The hold of a page at a node.</summary>
internal enum ModelHold : byte
{
    /// <summary>It is not held.</summary>
    None,

    /// <summary>Held, and nobody waits for the end.</summary>
    Idle,

    /// <summary>Held, and the protocol waits for the end.</summary>
    Awaited,
}

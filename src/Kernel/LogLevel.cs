namespace Pilevisor.Kernel;

/// <summary>How much a log line matters.</summary>
public enum LogLevel : byte
{
    /// <summary>The cluster cannot go on as it was meant to; somebody must act.</summary>
    Error,

    /// <summary>Something unusual was dealt with: a retransmission, a refused guest access.</summary>
    Warning,

    /// <summary>A step that happens a few times in a run: bring-up, a CPU starting.</summary>
    Information,

    /// <summary>What a developer of that part wants to see; may be frequent.</summary>
    Debug,
}

namespace Pilevisor.Interconnect;

/// <summary>What a node has to do while one leaves, one after the other: it is begun by the views, and they are told when it is done.</summary>
public enum DepartureStep : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The node that leaves: to get rid of all that it has of others.</summary>
    Drain,

    /// <summary>Each other node: to get rid of all that it has of the one that leaves, and to forget that that one ever had anything.</summary>
    Forget,

    /// <summary>The node that leaves, which all have forgotten: to finish what it still owes to anybody.</summary>
    Settle,
}

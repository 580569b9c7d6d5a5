namespace Pilevisor.Virtualization;

/// <summary>What became of an instruction that was to be executed in the guest's place.</summary>
public enum LoadStoreOutcome
{
    /// <summary>It has been executed, and the guest goes on behind it.</summary>
    Executed,

    /// <summary>It could not be fetched: the guest fetches it again.</summary>
    TryAgain,

    /// <summary>The guest's own translation of an address refuses it.</summary>
    Faults,

    /// <summary>It cannot be executed, or there is no such register.</summary>
    Refused,
}

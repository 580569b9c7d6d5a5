namespace Pilevisor.Kernel;

/// <summary>The order in which a CPU may take locks: only a higher rank than all it holds. Never the same rank twice.</summary>
public enum LockRank : byte
{
    /// <summary>No lock.</summary>
    None = 0,

    /// <summary>The receive side of the interconnect: held while messages are handled, so that each peer's arrive in order.</summary>
    Receive = 10,

    /// <summary>The removal of a node.</summary>
    Removal = 12,

    /// <summary>The cluster's views.</summary>
    Views = 15,

    /// <summary>Page entries and frames of the memory aggregation.</summary>
    Coherence = 20,

    /// <summary>Emulated devices.</summary>
    Device = 30,

    /// <summary>Virtual PSCI and vCPU power states.</summary>
    Power = 35,

    /// <summary>The virtual interrupt controller.</summary>
    VirtualInterrupts = 40,

    /// <summary>Stage-2 tables.</summary>
    Stage2 = 45,

    /// <summary>The recording on its way to the host.</summary>
    Trace = 48,

    /// <summary>A message that is being gathered: taken before anything is sent, with whatever is held there.</summary>
    Gathering = 49,

    /// <summary>The transmit side of the interconnect.</summary>
    Transmit = 50,

    /// <summary>Timer deadlines.</summary>
    Timers = 60,

    /// <summary>The log.</summary>
    Log = 70,
}

namespace Pilevisor.Kernel;

/// <summary>What the user wants of broadcast TLB maintenance: pilevisor.tlb.</summary>
public enum TlbOption
{
    /// <summary>What suits the guest.</summary>
    Auto,

    /// <summary>It is trapped and carried to every node.</summary>
    Carry,

    /// <summary>It runs natively, and reaches the CPUs of its own node only.</summary>
    Local,
}

namespace Pilevisor.Kernel;

/// <summary>Cache maintenance by address, complete (DSB) when a call returns. Arm ARM, D7.5.</summary>
public interface ICacheMaintenance
{
    /// <summary>DC CIVAC over the range: what was written is visible to observers with caches off, and nothing stale is left here.</summary>
    void CleanAndInvalidate(PhysicalAddress start, uint bytes);

    /// <summary>
    /// IC IALLUIS, where CTR_EL0.DIC does not say that there is no need: every CPU of this machine fetches instructions anew, from where data was cleaned to.
    /// <para>
    /// Instruction cache maintenance of the guest reaches the CPUs of its own machine. No message is needed for the others: they have to fetch anew only what they execute after they have learned of it (and an ISB; Arm ARM,
    /// B2.2.5 and D7.5), and a CPU of the guest can learn of nothing that another machine's CPU did but by a message. So this is called when a message from another node has come that the guest may see, before it can:
    /// a page or a right to one is granted, an interrupt arrives, a device or PSCI is asked or answers, translations are dropped.
    /// </para>
    /// </summary>
    void InvalidateInstructions();
}

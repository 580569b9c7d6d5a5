namespace Pilevisor.Kernel;

/// <summary>TLB maintenance for the guest's translations on all CPUs of this machine, complete when a call returns. Arm ARM, D8.16.</summary>
public interface IStage2Tlb
{
    /// <summary>
    /// Drops every translation of <paramref name="pages"/> pages from <paramref name="first"/>, 1 at least, stage 2 and the stage 1 entries made from it: IPAS2E1IS for each, DSB ISH, VMALLE1IS, DSB ISH, ISB; on a machine with one CPU the local forms suffice. Descriptor writes before it are visible first.
    /// </summary>
    void Invalidate(GranuleNumber first, uint pages);

    /// <summary>Drops every translation of the guest: VMALLS12E1IS, DSB ISH, ISB.</summary>
    void InvalidateAll();

    /// <summary>
    /// The guest's access whose fault this CPU is handling was refused by an old translation, and the descriptor of <paramref name="page"/> grants it now: drops what this CPU has of the page at stage 2
    /// and of the access's virtual address (FAR_EL2): IPAS2E1, DSB NSH, VAAE1, DSB NSH, ISB. Other translations of the page, other CPUs' too, may fault once more and call it themselves.
    /// </summary>
    void Relax(GranuleNumber page);

    /// <summary>Makes a descriptor visible that replaced an invalid one: nothing was cached, so only the write must be complete.</summary>
    void Publish();
}

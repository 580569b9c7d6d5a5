namespace Pilevisor.Kernel;

/// <summary>What the calling CPU's virtual CPU interface has for a guest that uses it by system registers, when these trap (GICv3: IHI 0069, 12.2).</summary>
public interface IVirtualSystemRegisters
{
    /// <summary>How many bits of a priority take part in preemption at most: 5 to 7 (ICH_VTR_EL2.PREbits + 1). Each of the levels has a bit in the active priorities.</summary>
    int PreemptionBits { get; }

    /// <summary>What ICC_CTLR_EL1 says of the interface (IHI 0069, 12.2.6): PRIbits, IDbits, SEIS and A3V in their places.</summary>
    uint ControlFeatures { get; }

    /// <summary>Reads 32 bits of a group's active priorities, ICC_AP0R&lt;n&gt;_EL1 or ICC_AP1R&lt;n&gt;_EL1: one bit a level, the lowest being the highest priority.</summary>
    /// <param name="isGroup1">The group.</param>
    /// <param name="index">n: below 1, 2 or 4 with 5, 6 or 7 <see cref="PreemptionBits"/>.</param>
    uint ReadActivePriorities(bool isGroup1, int index);

    /// <summary>Writes them.</summary>
    void WriteActivePriorities(bool isGroup1, int index, uint value);
}

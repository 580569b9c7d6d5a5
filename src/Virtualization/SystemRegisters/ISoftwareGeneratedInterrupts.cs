namespace Pilevisor.Virtualization;

/// <summary>Sends SGIs on behalf of the calling CPU's vCPU.</summary>
public interface ISoftwareGeneratedInterrupts
{
    /// <summary>The guest wrote <paramref name="value"/> to ICC_SGI1R_EL1 (IHI 0069, 12.2.11): target list, affinities, INTID, or all but itself.</summary>
    void Write(ulong value);
}

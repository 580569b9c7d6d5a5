namespace Pilevisor.Virtualization;

/// <summary>Sends SGIs on behalf of a vCPU.</summary>
public interface ISoftwareGeneratedInterrupts
{
    /// <summary>vCPU <paramref name="source"/> of this node wrote <paramref name="sgi1r"/> to ICC_SGI1R_EL1 (IHI 0069, 12.2.20).</summary>
    void Write(VcpuId source, ulong sgi1r);
}

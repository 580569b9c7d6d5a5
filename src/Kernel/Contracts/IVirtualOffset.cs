namespace Pilevisor.Kernel;

/// <summary>CNTVOFF_EL2 of the calling CPU: what the guest's CNTVCT_EL0 is behind CNTPCT_EL0.</summary>
public interface IVirtualOffset
{
    /// <summary>Sets it, in ticks; two's complement if guest time is ahead of the counter.</summary>
    void Set(ulong ticks);
}

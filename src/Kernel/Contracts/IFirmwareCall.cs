namespace Pilevisor.Kernel;

/// <summary>Calls to the machine's firmware by the SMC Calling Convention (DEN 0028): a function and three arguments in x0 to x3, the result in x0.</summary>
public interface IFirmwareCall
{
    /// <summary>SMC #0: to EL3, or to what stands in for it.</summary>
    long Smc(ulong function, ulong argument1, ulong argument2, ulong argument3);

    /// <summary>HVC #0: to a hypervisor below this one, under nested virtualization.</summary>
    long Hvc(ulong function, ulong argument1, ulong argument2, ulong argument3);
}

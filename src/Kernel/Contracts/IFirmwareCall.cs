namespace Pilevisor.Kernel;

/// <summary>Calls to the machine's firmware by the SMC Calling Convention (DEN 0028): a function and its arguments in x0 to x3, the results in x0 to x3.</summary>
public interface IFirmwareCall
{
    /// <summary>SMC #0: to EL3, or to what stands in for it.</summary>
    long Smc(ulong function, ulong argument1, ulong argument2, ulong argument3);

    /// <summary>HVC #0: to a hypervisor below this one, under nested virtualization.</summary>
    long Hvc(ulong function, ulong argument1, ulong argument2, ulong argument3);

    /// <summary>SMC #0 of a function with one argument, x2 and x3 being zero, that returns more than x0.</summary>
    long Smc(ulong function, ulong argument, out FirmwareResults results);

    /// <summary>HVC #0 of such a function.</summary>
    long Hvc(ulong function, ulong argument, out FirmwareResults results);
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The guest's interrupt controller as far as it is system registers, ICC_*_EL1, for the calling CPU's vCPU.</summary>
public interface IInterruptSystemRegisters
{
    /// <summary>Writes ICC_SGI1R_EL1, or one of the registers that make SGIs of Group 0 pending.</summary>
    /// <returns>False if there is no such register.</returns>
    bool TrySendSgi(ulong value, bool isGroup1);

    /// <summary>Reads another register.</summary>
    /// <returns>False if there is no such register, or it cannot be read.</returns>
    bool TryRead(SystemRegisterEncoding register, out ulong value);

    /// <summary>Writes another register.</summary>
    /// <returns>False if there is no such register, or it cannot be written.</returns>
    bool TryWrite(SystemRegisterEncoding register, ulong value);
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A GICv2 has no system registers: what traps is undefined.</summary>
public sealed class NoInterruptSystemRegisters : IInterruptSystemRegisters
{
    /// <inheritdoc/>
    public bool TrySendSgi(ulong value, bool isGroup1) => false;

    /// <inheritdoc/>
    public bool TryRead(SystemRegisterEncoding register, out ulong value)
    {
        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool TryWrite(SystemRegisterEncoding register, ulong value) => false;
}

using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Connects virtual PSCI and waiting to the machine: its traps and its messages.</summary>
/// <param name="traps">Traps.</param>
/// <param name="fastHvc">HVC, what can be answered at once.</param>
/// <param name="hvc">HVC.</param>
/// <param name="smc">SMC.</param>
/// <param name="wfi">WFI.</param>
/// <param name="remote">Messages.</param>
public sealed class VirtualPower(ITrapTable traps, FastHvcHandler fastHvc, HvcHandler hvc, SmcHandler smc, WfiHandler wfi, RemotePower remote)
{
    /// <summary>Registers the handlers. Boot only, before the first message can arrive.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        traps.RegisterFast(ExceptionClass.Hvc64, fastHvc);
        traps.Register(ExceptionClass.Hvc64, hvc);
        traps.Register(ExceptionClass.Smc64, smc);
        traps.Register(ExceptionClass.WaitForEvent, wfi);
        remote.Initialize();
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The firmware's PSCI (DEN 0022, version 0.2 and later): starts CPUs, powers the machine off, resets it.</summary>
public sealed class PsciFirmware : IFirmware, IPowerControl
{
    private readonly IFirmwareCall _call;
    private readonly ICpuTopology _topology;
    private readonly bool _usesHvc;

    /// <summary>Finds out how the firmware is called.</summary>
    /// <exception cref="PanicException">If the device tree has no PSCI of version 0.2 or later: 0.1 has no standard function numbers.</exception>
    public PsciFirmware(IFirmwareCall call, IHardware hardware)
    {
        if (!hardware.TryFind("arm,psci-1.0"u8, 0, out _)) hardware.Require("arm,psci-0.2"u8, "PSCI firmware", 0, 0);
        _call = call;
        _topology = hardware;
        _usesHvc = hardware.PsciUsesHvc;
    }

    /// <inheritdoc/>
    public bool TryStartCpu(CpuIndex cpu, PhysicalAddress entry) => Call(PsciFunction.CpuOn64, _topology.Affinity(cpu), entry.Value, 0) == PsciStatus.Success;

    /// <inheritdoc/>
    public void PowerOff()
    {
        Call(PsciFunction.SystemOff, 0, 0, 0);
        Panic.Fail("the firmware returned from PSCI SYSTEM_OFF");
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Call(PsciFunction.SystemReset, 0, 0, 0);
        Panic.Fail("the firmware returned from PSCI SYSTEM_RESET");
    }

    // PSCI's results are 32 bits wide; what the upper half of x0 holds is not defined.
    private PsciStatus Call(PsciFunction function, ulong argument1, ulong argument2, ulong argument3) => (PsciStatus)(_usesHvc
        ? (int)_call.Hvc((ulong)function, argument1, argument2, argument3)
        : (int)_call.Smc((ulong)function, argument1, argument2, argument3));
}

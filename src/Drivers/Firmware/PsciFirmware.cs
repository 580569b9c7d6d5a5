using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The firmware's PSCI (DEN 0022, version 0.2 and later): starts CPUs, powers the machine off, resets it.</summary>
public sealed class PsciFirmware : IFirmware
{
    private const ulong CpuOn64 = 0xc400_0003;
    private const ulong SystemOff = 0x8400_0008;
    private const ulong SystemReset = 0x8400_0009;
    private const int Success = 0;

    private readonly IFirmwareCall _call;
    private readonly bool _usesHvc;

    /// <summary>Finds out how the firmware is called.</summary>
    /// <exception cref="PanicException">If the device tree has no PSCI of version 0.2 or later: 0.1 has no standard function numbers.</exception>
    public PsciFirmware(IFirmwareCall call, IHardware hardware)
    {
        if (!hardware.TryFind("arm,psci-1.0"u8, 0, out _)) hardware.Require("arm,psci-0.2"u8, "PSCI firmware", 0, 0);
        _call = call;
        _usesHvc = hardware.PsciUsesHvc;
    }

    /// <inheritdoc/>
    public bool TryStartCpu(ulong mpidr, PhysicalAddress entry, ulong context) => Call(CpuOn64, mpidr, entry.Value, context) == Success;

    /// <inheritdoc/>
    public void PowerOff()
    {
        Call(SystemOff, 0, 0, 0);
        Panic.Fail("the firmware returned from PSCI SYSTEM_OFF");
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Call(SystemReset, 0, 0, 0);
        Panic.Fail("the firmware returned from PSCI SYSTEM_RESET");
    }

    // PSCI's results are 32 bits wide; what the upper half of x0 holds is not defined.
    private int Call(ulong function, ulong argument1, ulong argument2, ulong argument3) => _usesHvc
        ? (int)_call.Hvc(function, argument1, argument2, argument3)
        : (int)_call.Smc(function, argument1, argument2, argument3);
}

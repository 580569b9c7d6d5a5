using System;

namespace Pilevisor.Kernel;

/// <summary>What the board's device tree says of this machine.</summary>
public interface IHardware : ICpuTopology
{
    /// <summary>Finds the device number <paramref name="index"/>, in device-tree order, that is compatible with <paramref name="compatible"/> and not disabled.</summary>
    bool TryFind(ReadOnlySpan<byte> compatible, int index, out DeviceResource resource);

    /// <summary>/chosen/bootargs: the hypervisor's options.</summary>
    ReadOnlySpan<byte> BootArguments { get; }

    /// <summary>/chosen/rng-seed: random bytes that firmware drew for the kernel, empty if it drew none.</summary>
    ReadOnlySpan<byte> RandomSeed { get; }

    /// <summary>The guest payload (linux,initrd-start and -end), which only the leader was given.</summary>
    bool TryGetPayload(out PhysicalAddress start, out ulong bytes);

    /// <summary>The "method" of the board's PSCI node: true for "hvc", false for "smc" and where there is no such node.</summary>
    bool PsciUsesHvc { get; }

    /// <summary>Where <paramref name="cpu"/> waits for an address, 64 bits wide, if its enable-method is "spin-table": its cpu-release-addr.</summary>
    bool TryGetReleaseAddress(CpuIndex cpu, out PhysicalAddress address);
}

using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>Firmware that leaves the further CPUs waiting for an address (enable-method "spin-table", Devicetree Specification 0.4, section 3.8.1), each at a place of its own: cpu-release-addr.</summary>
public sealed class SpinTableFirmware : IFirmware
{
    private readonly ICpuRelease _release;
    private readonly IHardware _hardware;

    /// <summary>Looks where the CPUs wait.</summary>
    /// <exception cref="PanicException">If the device tree does not say it of one of them, or the same of two: they would come at once, and neither would know which it is.</exception>
    public SpinTableFirmware(ICpuRelease release, IHardware hardware)
    {
        _release = release;
        _hardware = hardware;
        for (int i = 1; i < hardware.CpuCount; i++)
        {
            PhysicalAddress own = ReleaseAddress(new CpuIndex(i));
            for (int j = 1; j < i; j++)
            {
                if (ReleaseAddress(new CpuIndex(j)).Value == own.Value) FailShared(j, i, own);
            }
        }
    }

    /// <inheritdoc/>
    public bool TryStartCpu(CpuIndex cpu, PhysicalAddress entry)
    {
        _release.Release(ReleaseAddress(cpu), entry);
        return true;
    }

    private PhysicalAddress ReleaseAddress(CpuIndex cpu)
    {
        if (!_hardware.TryGetReleaseAddress(cpu, out PhysicalAddress address)) Panic.Fail($"the device tree does not say where {cpu} waits: enable-method \"spin-table\" and cpu-release-addr");
        return address;
    }

    private static void FailShared(int one, int other, PhysicalAddress address) =>
        Panic.Fail($"the device tree has {new CpuIndex(one)} and {new CpuIndex(other)} wait at the same cpu-release-addr, {address}: each needs its own");
}

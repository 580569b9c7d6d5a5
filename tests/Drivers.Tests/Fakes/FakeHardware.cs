using System;
using System.Collections.Generic;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A device tree that a test writes down as lists.</summary>
public sealed class FakeHardware : IHardware
{
    private readonly List<(string Compatible, DeviceResource Resource)> _devices = [];

    /// <summary>MPIDR affinities, one a CPU.</summary>
    public ulong[] Affinities { get; set; } = [0];

    /// <summary>cpu-release-addr, by CPU.</summary>
    public Dictionary<int, ulong> ReleaseAddresses { get; } = [];

    /// <inheritdoc/>
    public bool PsciUsesHvc { get; set; }

    /// <inheritdoc/>
    public int CpuCount => Affinities.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BootArguments => [];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> RandomSeed => [];

    /// <summary>Adds a node.</summary>
    public void Add(string compatible, (ulong Start, ulong Bytes)[] regions, params uint[] interrupts) => Add(compatible, false, default, regions, interrupts);

    /// <summary>Adds a node of a network interface.</summary>
    public void Add(string compatible, bool isDmaCoherent, MacAddress address, (ulong Start, ulong Bytes)[] regions, params uint[] interrupts)
    {
        DeviceResource resource = new() { RegionCount = regions.Length, InterruptCount = interrupts.Length, IsDmaCoherent = isDmaCoherent, EthernetAddress = address };
        for (int i = 0; i < regions.Length; i++)
        {
            resource.Regions[i] = new PhysicalAddress(regions[i].Start);
            resource.RegionBytes[i] = regions[i].Bytes;
        }
        for (int i = 0; i < interrupts.Length; i++) resource.Interrupts[i] = new InterruptId(interrupts[i]);
        _devices.Add((compatible, resource));
    }

    /// <inheritdoc/>
    public ulong Affinity(CpuIndex cpu) => Affinities[cpu.Value];

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> compatible, int index, out DeviceResource resource)
    {
        string wanted = Encoding.ASCII.GetString(compatible);
        foreach ((string name, DeviceResource candidate) in _devices)
        {
            if (name != wanted || index-- != 0) continue;
            resource = candidate;
            return true;
        }
        resource = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetReleaseAddress(CpuIndex cpu, out PhysicalAddress address)
    {
        bool isThere = ReleaseAddresses.TryGetValue(cpu.Value, out ulong value);
        address = new PhysicalAddress(value);
        return isThere;
    }

    /// <inheritdoc/>
    public bool TryGetPayload(out PhysicalAddress start, out ulong bytes)
    {
        start = default;
        bytes = 0;
        return false;
    }
}

using System;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// What the board's device tree says, read when it is made. It keeps a copy of the tree, so the memory where firmware put it may be used for other things.
/// </summary>
public sealed class HardwareDescription : IHardware
{
    private const ulong AffinityMask = 0xff_00ff_ffff;

    // No address: at most 48 bits are.
    private const ulong NoReleaseAddress = 1ul << 63;

    private readonly byte[] _blob;
    private CpuNumbers _affinities;
    private CpuNumbers _releaseAddresses;
    private MemoryRegionList _memory;
    private MemoryRegionList _reserved;
    private MemoryRegionList _unmapped;

    /// <summary>Reads <paramref name="blob"/>.</summary>
    /// <exception cref="PanicException">If it is not a device tree, or names no CPU or no memory.</exception>
    public HardwareDescription(ReadOnlySpan<byte> blob)
    {
        if (!FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree, out string defect)) Panic.Fail($"the board's device tree cannot be read: {defect}");
        _blob = new byte[tree.UsedBytes];
        tree.CopyTo(_blob);

        for (int i = 0; tree.TryGetReservation(i, out ulong start, out ulong length); i++) _reserved.Add(start, length);
        DeviceTreeWalk walk = tree.Walk();
        while (walk.MoveNext())
        {
            if (walk.Depth == 2) ReadMachineNode(in walk);
            if (walk.Depth == 3) ReadNestedNode(in walk);
        }
        Panic.Unless(CpuCount > 0, "the board's device tree names no CPU");
        Panic.Unless(_memory.Count > 0, "the board's device tree names no memory");
    }

    /// <summary>Reads the device tree in memory at <paramref name="address"/>, where firmware left it (x0 at entry).</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="mpidr">MPIDR_EL1 of the CPU that booted: it becomes number 0, wherever the tree has it.</param>
    /// <exception cref="PanicException">If there is none, or it does not name that CPU among those that are used.</exception>
    public static unsafe HardwareDescription At(byte* address, ulong mpidr)
    {
        ReadOnlySpan<byte> header = new(address, FlattenedDeviceTree.HeaderBytes);
        if (!FlattenedDeviceTree.TryGetTotalBytes(header, out uint bytes)) Panic.Fail($"there is no device tree at {(ulong)address:x}: the board must pass one in x0");
        HardwareDescription hardware = new(new ReadOnlySpan<byte>(address, (int)bytes));
        hardware.BeginWith(mpidr);
        return hardware;
    }

    /// <inheritdoc/>
    public int CpuCount { get; private set; }

    /// <summary>Whether firmware offers PSCI: a /psci node is there.</summary>
    public bool HasPsci { get; private set; }

    /// <inheritdoc/>
    public bool PsciUsesHvc { get; private set; }

    /// <summary>How many ranges of RAM there are: 1 to 32.</summary>
    public int MemoryRegionCount => _memory.Count;

    /// <summary>How many ranges of RAM belong to firmware or are otherwise taken: 0 to 32. The device tree and the payload are not among them.</summary>
    public int ReservedRegionCount => _reserved.Count;

    /// <summary>How many of those ranges must not even be mapped ("no-map").</summary>
    public int UnmappedRegionCount => _unmapped.Count;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BootArguments =>
        TryGetChosen(out DeviceTreeNode chosen) && chosen.TryGetProperty("bootargs"u8, out ReadOnlySpan<byte> text) ? DeviceTreeText.FirstString(text) : default;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> RandomSeed => TryGetChosen(out DeviceTreeNode chosen) && chosen.TryGetProperty("rng-seed"u8, out ReadOnlySpan<byte> seed) ? seed : default;

    /// <inheritdoc/>
    public ulong Affinity(CpuIndex cpu)
    {
        Panic.Unless(cpu.Value < CpuCount, "the affinity of a CPU that this machine does not have");
        return _affinities[cpu.Value];
    }

    /// <summary>Range of RAM number <paramref name="index"/>, in device-tree order.</summary>
    public MemoryRegion MemoryRegion(int index) => _memory[index];

    /// <summary>Reserved range number <paramref name="index"/>.</summary>
    public MemoryRegion ReservedRegion(int index) => _reserved[index];

    /// <summary>Range number <paramref name="index"/> of those that must not be mapped.</summary>
    public MemoryRegion UnmappedRegion(int index) => _unmapped[index];

    /// <inheritdoc/>
    public bool TryGetReleaseAddress(CpuIndex cpu, out PhysicalAddress address)
    {
        Panic.Unless(cpu.Value < CpuCount, "the release address of a CPU that this machine does not have");
        address = new PhysicalAddress(_releaseAddresses[cpu.Value] & ~NoReleaseAddress);
        return _releaseAddresses[cpu.Value] != NoReleaseAddress;
    }

    /// <inheritdoc/>
    public bool TryGetPayload(out PhysicalAddress start, out ulong bytes)
    {
        start = default;
        bytes = 0;
        if (!TryGetChosen(out DeviceTreeNode chosen)) return false;
        if (!chosen.TryGetNumber("linux,initrd-start"u8, out ulong first) || !chosen.TryGetNumber("linux,initrd-end"u8, out ulong end) || end <= first) return false;
        start = new PhysicalAddress(first);
        bytes = end - first;
        return true;
    }

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> compatible, int index, out DeviceResource resource)
    {
        resource = default;
        DeviceTreeWalk walk = Open().Walk();
        while (walk.MoveNext())
        {
            DeviceTreeNode node = walk.Current;
            if (!node.IsCompatible(compatible) || !node.IsEnabled || index-- != 0) continue;
            DeviceTreeResource.ReadRegions(in walk, ref resource);
            DeviceTreeResource.ReadInterrupts(node, ref resource);
            DeviceTreeResource.ReadCoherence(in walk, ref resource);
            DeviceTreeResource.ReadEthernetAddress(node, ref resource);
            return true;
        }
        return false;
    }

    private FlattenedDeviceTree Open()
    {
        if (!FlattenedDeviceTree.TryOpen(_blob, out FlattenedDeviceTree tree, out string defect)) Panic.Fail($"the copy of the device tree was damaged: {defect}");
        return tree;
    }

    private bool TryGetChosen(out DeviceTreeNode chosen)
    {
        DeviceTreeWalk walk = Open().Walk();
        while (walk.MoveNext())
        {
            chosen = walk.Current;
            if (walk.Depth == 2 && chosen.Name.SequenceEqual("chosen"u8)) return true;
        }
        chosen = default;
        return false;
    }

    private void ReadMachineNode(in DeviceTreeWalk walk)
    {
        DeviceTreeNode node = walk.Current;
        if (node.Says("device_type"u8, "memory"u8) && node.IsEnabled) AddRegions(in walk, ref _memory);
        if (!node.IsCompatible("arm,psci-0.2"u8) && !node.IsCompatible("arm,psci-1.0"u8)) return;
        HasPsci = true;
        PsciUsesHvc = node.Says("method"u8, "hvc"u8);
    }

    private void ReadNestedNode(in DeviceTreeWalk walk)
    {
        DeviceTreeNode node = walk.Current;
        ReadOnlySpan<byte> parent = walk.Ancestor(1).Name;
        if (parent.SequenceEqual("reserved-memory"u8) && node.IsEnabled) AddReserved(in walk);
        if (parent.SequenceEqual("cpus"u8) && node.Says("device_type"u8, "cpu"u8) && node.IsEnabled) AddCpu(in walk);
    }

    private void AddCpu(in DeviceTreeWalk walk)
    {
        if (CpuCount == CpuIndex.MaximumCpus || !walk.Current.TryGetProperty("reg"u8, out ReadOnlySpan<byte> reg)) return;
        if (!new DeviceTreeCells(reg).TryRead(walk.Ancestor(1).AddressCells, out ulong affinity)) return;
        bool spins = walk.Current.Says("enable-method"u8, "spin-table"u8);
        _releaseAddresses[CpuCount] = spins && walk.Current.TryGetNumber("cpu-release-addr"u8, out ulong address) ? address & ~NoReleaseAddress : NoReleaseAddress;
        _affinities[CpuCount++] = affinity & AffinityMask;
    }

    // Makes the CPU that booted number 0; the others keep their order.
    private void BeginWith(ulong mpidr)
    {
        ulong affinity = mpidr & AffinityMask;
        int number = 0;
        while (number < CpuCount && _affinities[number] != affinity) number++;
        if (number == CpuCount) FailUnknown(affinity);
        ulong release = _releaseAddresses[number];
        for (int i = number; i > 0; i--)
        {
            _affinities[i] = _affinities[i - 1];
            _releaseAddresses[i] = _releaseAddresses[i - 1];
        }
        _affinities[0] = affinity;
        _releaseAddresses[0] = release;
    }

    private static void FailUnknown(ulong affinity) =>
        Panic.Fail($"the CPU that booted has affinity {affinity:x}, which the board's device tree does not give to one of its first {CpuIndex.MaximumCpus} CPUs that are enabled");

    private void AddReserved(in DeviceTreeWalk walk)
    {
        AddRegions(in walk, ref _reserved);
        if (walk.Current.TryGetProperty("no-map"u8, out _)) AddRegions(in walk, ref _unmapped);
    }

    private static void AddRegions(in DeviceTreeWalk walk, ref MemoryRegionList list)
    {
        if (!walk.Current.TryGetProperty("reg"u8, out ReadOnlySpan<byte> reg)) return;
        uint addressCells = walk.Ancestor(1).AddressCells;
        uint sizeCells = walk.Ancestor(1).SizeCells;
        DeviceTreeCells cells = new(reg);
        while (sizeCells > 0 && cells.TryRead(addressCells, out ulong start) && cells.TryRead(sizeCells, out ulong bytes)) list.Add(start, bytes);
    }

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct CpuNumbers
    {
        private ulong _first;
    }
}

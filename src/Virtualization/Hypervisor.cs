using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Kernel.Metal;

namespace Pilevisor.Virtualization;

/// <summary>From a machine to a node of a running guest, in order: kernel, interconnect, cluster, memory, virtual machine, guest.</summary>
/// <param name="kernel">EL2 itself.</param>
/// <param name="interconnect">Messages.</param>
/// <param name="cluster">Bring-up.</param>
/// <param name="stage2">The guest's translation on this node.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="machine">The guest's machine.</param>
/// <param name="loader">The guest itself, on the leader.</param>
/// <param name="maintenance">Whether TLB maintenance is carried: decided by what the guest is.</param>
/// <param name="power">Turns the first vCPU on.</param>
/// <param name="runner">Runs a vCPU.</param>
/// <param name="activity">Tells how the guest gets on.</param>
/// <param name="windows">How much RAM the guest has.</param>
/// <param name="physical">This machine's RAM.</param>
/// <param name="arena">Where boot's objects live.</param>
/// <param name="log">Tells what is kept.</param>
public sealed class Hypervisor(
    KernelStart kernel, InterconnectStart interconnect, ClusterStart cluster, Stage2Tables stage2, MemoryAggregation memory, VirtualMachineStart machine, GuestLoader loader, TlbDecision maintenance, VcpuPower power,
    VcpuRunner runner, ActivityLog activity, ICluster windows, PhysicalMemory physical, BootArena arena, ILog log) : IImageEntry, ICpuMain
{
    /// <inheritdoc/>
    public void Run()
    {
        kernel.Initialize();
        interconnect.Initialize();
        cluster.Discover();
        stage2.Initialize(GuestBytes());
        memory.Initialize();
        machine.Initialize();
        activity.Initialize();
        if (cluster.IsLeader) LoadGuest();
        else maintenance.AwaitDecision();
        InitializeCpu();
        kernel.StartSecondaries(this);
        log.Info($"boot: {arena.UsedBytes >> 10} KiB of objects, {physical.FreeBytes >> 20} MiB of RAM left over");
        physical.Seal();
        arena.Seal();
        cluster.AwaitStart();
        activity.Begin();
        runner.Run();
    }

    /// <inheritdoc/>
    public void Run(CpuIndex cpu)
    {
        kernel.InitializeCpu();
        InitializeCpu();
        runner.Run();
    }

    private void InitializeCpu()
    {
        machine.InitializeCpu();
        runner.InitializeCpu();
    }

    private void LoadGuest()
    {
        GuestEntryPoint start = loader.Load();
        maintenance.Decide(start.Image);
        power.Start(new CpuIndex(0), start.Kernel.Value, start.DeviceTree.Value);
    }

    private ulong GuestBytes()
    {
        ulong sum = 0;
        for (int node = 0; node < windows.NodeCount; node++) sum += windows[new NodeId((ushort)node)].WindowBytes;
        return sum;
    }
}

using Pilevisor.Composition;
using Pilevisor.Kernel;
using Pilevisor.Kernel.Metal;

namespace Pilevisor.Virtualization;

/// <summary>From a machine to a node of a running guest, in order: the phases of boot, and between them what more than one component takes part in.</summary>
/// <param name="boot">Starts the components.</param>
/// <param name="cluster">Bring-up.</param>
/// <param name="stage2">The guest's translation on this node.</param>
/// <param name="loader">The guest itself, on the leader.</param>
/// <param name="maintenance">Whether TLB maintenance is carried: decided by what the guest is.</param>
/// <param name="power">Turns the first vCPU on.</param>
/// <param name="secondaries">The further CPUs.</param>
/// <param name="running">When this node ran.</param>
/// <param name="runner">Runs a vCPU.</param>
/// <param name="activity">Tells how the guest gets on.</param>
/// <param name="status">Tells the host how this node is.</param>
/// <param name="windows">How much RAM the guest has.</param>
/// <param name="physical">This machine's RAM.</param>
/// <param name="arena">Where boot's objects live.</param>
/// <param name="log">Tells what is kept.</param>
public sealed class Hypervisor(
    IBootSequence boot, ClusterStart cluster, Stage2Tables stage2, GuestLoader loader, TlbDecision maintenance, VcpuPower power, SecondaryCpus secondaries, RunningTime running, VcpuRunner runner, ActivityLog activity, StatusReport status,
    ICluster windows, PhysicalMemory physical, BootArena arena, ILog log) : IImageEntry, ICpuMain
{
    /// <inheritdoc/>
    public void Run()
    {
        boot.Start(BootPhase.Diagnostics);
        boot.Start(BootPhase.Translation);
        boot.Start(BootPhase.Machine);
        boot.Start(BootPhase.MachineCpu);
        boot.Start(BootPhase.Interconnect);
        cluster.Discover();
        stage2.Initialize(GuestBytes());
        boot.Start(BootPhase.Memory);
        boot.Start(BootPhase.Guest);
        if (cluster.IsLeader) LoadGuest();
        else maintenance.AwaitDecision();
        boot.Start(BootPhase.GuestCpu);
        secondaries.Start(this);
        // Boot's long steps are over: from now on this CPU serves its timers.
        running.Begin();
        log.Info($"boot: {arena.UsedBytes >> 10} KiB of objects, {physical.FreeBytes >> 20} MiB of RAM left over");
        physical.Seal();
        arena.Seal();
        cluster.AwaitStart();
        activity.Begin();
        status.Begin();
        runner.Run();
    }

    /// <inheritdoc/>
    public void Run(CpuIndex cpu)
    {
        boot.Start(BootPhase.MachineCpu);
        boot.Start(BootPhase.GuestCpu);
        runner.Run();
    }

    private void LoadGuest()
    {
        GuestEntryPoint start = loader.Load();
        maintenance.Decide(start.Image);
        power.Start(new CpuIndex(0), start.Kernel.Value, start.DeviceTree.Value);
    }

    private ulong GuestBytes()
    {
        NodeDescription first = windows[NodeId.Leader];
        NodeDescription last = windows[new NodeId((ushort)(windows.NodeCount - 1))];
        return last.FootholdStart.Value + NodeDescription.FootholdBytes - first.WindowStart.Value;
    }
}

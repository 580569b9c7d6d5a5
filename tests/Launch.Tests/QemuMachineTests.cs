using Pilevisor.Launch.Machines;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class QemuMachineTests
{
    [Fact]
    public void The_leader_of_a_cluster() => Snapshot.Verify(string.Join('\n', new QemuMachine
    {
        MemoryBytes = 736 * ByteSize.MiB,
        Cpus = 2,
        CpuModel = "cortex-a72",
        Kernel = "VirtCluster.bin",
        CommandLine = "pilevisor.nodes=2",
        Initrd = "payload.cpio",
        HasEl2 = true,
        SerialSocket = "serial0.sock",
        Nic = new QemuNic("node0.sock", "switch0.sock", 0),
    }.Arguments()));

    [Fact]
    public void A_clock_that_counts_instructions() => Assert.Contains("-icount shift=4,sleep=off", string.Join(' ', new QemuMachine
    {
        MemoryBytes = ByteSize.GiB,
        Cpus = 1,
        CpuModel = "cortex-a72",
        Kernel = "Image",
        SerialSocket = "serial0.sock",
        CountsInstructions = true,
    }.Arguments()));

    [Fact]
    public void A_plain_guest() => Snapshot.Verify(string.Join('\n', new QemuMachine
    {
        MemoryBytes = ByteSize.GiB,
        Cpus = 1,
        CpuModel = "max,pauth=off",
        Kernel = "Image",
        SerialSocket = "serial0.sock",
    }.Arguments()));
}

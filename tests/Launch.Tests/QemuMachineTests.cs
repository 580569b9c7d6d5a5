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

    [Theory]
    [InlineData(false, "-icount shift=4,sleep=off")]
    [InlineData(true, "-icount shift=4,sleep=on")]
    public void A_clock_that_counts_instructions(bool logs, string expected) => Assert.Contains(expected, string.Join(' ', new QemuMachine
    {
        MemoryBytes = ByteSize.GiB,
        Cpus = 1,
        CpuModel = "cortex-a72",
        Kernel = "Image",
        SerialSocket = "serial0.sock",
        CountsInstructions = true,
        InstructionLog = logs ? new InstructionLog("monitor0.sock", "log", 0, 1) : null,
    }.Arguments()));

    [Fact]
    public void A_comma_in_a_path_is_one_of_the_path()
    {
        string arguments = string.Join('\n', new QemuMachine
        {
            MemoryBytes = ByteSize.GiB,
            Cpus = 1,
            CpuModel = "cortex-a72",
            Kernel = "a,b/Image",
            SerialSocket = "a,b/serial0.sock",
            Nic = new QemuNic("a,b/node0.sock", "a,b/switch0.sock", 0),
            InstructionLog = new InstructionLog("a,b/monitor0.sock", "a,b/log", 0, 1),
        }.Arguments());
        foreach (string option in (string[])["path=a,,b/serial0.sock", "local.path=a,,b/node0.sock,", "remote.path=a,,b/switch0.sock", "unix:a,,b/monitor0.sock,", "\na,b/Image", "\na,b/log"])
            Assert.Contains(option, arguments);
    }

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

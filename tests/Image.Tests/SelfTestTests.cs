using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>
/// The checks that Checks.Tests runs on .NET, run at EL2 by samples/SelfTest: the core library and compiled code must say what the framework says, message by
/// message. The last lines are about the sealed arena, which the framework does not have.
/// </summary>
[Collection(Machines.Collection)]
public class SelfTestTests(Machines machines)
{
    private static readonly string[] s_sealedArena =
    [
        "sealed array Allocation after the arena was sealed: create objects while the image boots.",
        "sealed object Allocation after the arena was sealed: create objects while the image boots.",
        "sealed exception a message of 2 values survives",
        "sealed reserve The reserve for panic messages is used up.",
        "end",
    ];

    [Theory]
    [InlineData("cortex-a72")]
    [InlineData("max")]
    public async Task Both_worlds_agree(string cpu)
    {
        string framework = Path.Combine(machines.Layout.Tests, "Checks.Tests", "FrameworkTests.Checks_and_fatal_checks.verified.txt");
        VariantImage image = await machines.Builder.BuildAsync("SelfTest", TestContext.Current.CancellationToken);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Machines.Limit);
        HostCommand qemu = new(
            "qemu-system-aarch64", "-M", "virt,virtualization=on,gic-version=3", "-cpu", cpu, "-m", "256M", "-display", "none", "-serial", "stdio", "-monitor", "none", "-nic", "none",
            "-kernel", image.Binary);
        HostCommandResult result = await qemu.RunAsync(limit.Token);
        Assert.Equal(File.ReadLines(framework).Concat(s_sealedArena), result.Output);
    }
}

using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>A guest that the user brings along: what helps ours helps it.</summary>
[Collection(Machines.Collection)]
public class OwnGuestTests(Machines machines)
{
    // To the launcher any initrd is the user's that it is given, this one too; what the init script runs is the file that is there to be copied.
    [Fact]
    public async Task An_initrd_of_ones_own_boots_on_one_cpu_and_brings_up_the_others()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string initrd = Path.GetTempFileName();
        try
        {
            SilentActivities activities = new();
            Busybox busybox = new(new DebianArchive(machines.Layout, activities), new GuestCache(machines.Layout));
            await new Initramfs(machines.Layout, busybox, machines.Programs).WriteAsync(initrd, "token", "echo cpus $(nproc); cat /proc/cmdline", [], cancellation);
            string kernel = await machines.Kernels.GetAsync(GuestKernels.Default, cancellation);
            await using Cluster cluster = await machines.Launcher.StartAsync(Machines.TwoNodes with { Kernel = kernel, Initrd = initrd, Append = "maxcpus=1" }, new SilentObserver(), cancellation);
            ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
            Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}");
            Assert.Contains("cpus 2\n", cluster.Console.Text);
            Assert.Contains("nohz_full=1 ", cluster.Console.Text);
            Assert.Contains(" maxcpus=1", cluster.Console.Text);
        }
        finally
        {
            File.Delete(initrd);
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The guest programs under another protocol, unit of coherence or transport: nothing but the variant is different.</summary>
[Collection(Machines.Collection)]
public class VariantTests(Machines machines)
{
    private const int StandardMtu = 1500;

    [Theory]
    [InlineData("VirtMsi", null)]
    [InlineData("VirtDynamicOwner", null)]
    [InlineData("VirtMigratory", null)]
    [InlineData("VirtAdaptive", null)]
    [InlineData("VirtStandard", StandardMtu)]
    [InlineData("YourProtocol", null)]
    public Task Threads_on_two_machines_share_memory_in_order_and_a_cpu_goes_and_comes(string variant, int? mtu) => RunAsync(variant, mtu);

    // Those that differ the least from one above.
    [Theory]
    [Trait("Length", "long")]
    [InlineData("VirtMesi")]
    [InlineData("VirtUnits16K")]
    [InlineData("VirtUnits64K")]
    [InlineData("VirtAuthenticated")]
    public Task And_so_do_those_under_the_variants_between(string variant) => RunAsync(variant, null);

    // What units of 2 MiB are for: the guest runs on one node, and has the other's memory, too. Half of what it goes through is there, more than the cache holds.
    [Fact]
    public async Task A_guest_uses_the_memory_of_another_machine_in_blocks()
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { Variant = "VirtUnits2M", MemoryBytes = 256 * ByteSize.MiB, CacheBytes = 32 * ByteSize.MiB };
        CommandRun run = await machines.SucceedAsync(configuration, "stream 320");
        Assert.Contains("320 MiB right", run.Output, StringComparison.Ordinal);
        NodeCounts node = run.Cluster.Counts[0];
        Assert.InRange(node[Counter.Evictions], 32ul, 1000ul);
        Assert.InRange(node[Counter.ReadFetches] + node[Counter.WriteFetches], 64ul, 1000ul);
    }

    // With a key from a file, which is then nowhere in what the nodes say.
    [Fact]
    public async Task Machines_whose_frames_are_encrypted_keep_the_key_for_themselves()
    {
        string directory = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            string file = Path.Combine(directory, "key");
            await File.WriteAllTextAsync(file, key + "\n", TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            string log = Path.Combine(directory, "log");
            ClusterConfiguration configuration = Machines.TwoNodes with
            {
                Variant = "VirtEncrypted",
                KeyFile = file,
                LogDirectory = log,
                NodeOptions = new Dictionary<int, string> { [0] = "pilevisor.log=debug", [1] = "pilevisor.log=debug" },
            };
            CommandRun run = await machines.SucceedAsync(configuration, "counter 2000 && litmus 64 && nproc; strings /sys/firmware/devicetree/base/chosen/bootargs; dmesg");
            Assert.Contains("4000 exact", run.Output, StringComparison.Ordinal);
            string[] logs = Directory.GetFiles(log);
            Assert.NotEmpty(logs);
            Assert.All(logs.Select(File.ReadAllText).Append(run.Output), text => Assert.DoesNotContain(key[..16], text, StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // The cache is so small that the stream makes pages leave that were written.
    private async Task RunAsync(string variant, int? mtu)
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { Variant = variant, Mtu = mtu, CacheBytes = 16 * ByteSize.MiB, Timeout = 2 * Machines.Limit };
        CommandRun run = await machines.SucceedAsync(configuration, "counter 20000 && falsesharing 20000 && pingpong 30 && litmus 512 && stream 32 && hotplug 2");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.Contains("40000 exact", run.Output, StringComparison.Ordinal);
        Assert.Equal(8, run.Output.Split('\n').Count(line => line.Contains(" 0 forbidden of 512 ", StringComparison.Ordinal)));
        Assert.Contains("32 MiB right", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.Cluster.Counts.Values, counts => counts[Counter.Evictions] > 0);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
    }

    [Fact]
    public async Task A_network_that_cannot_carry_the_transport_is_refused_by_name()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.TwoNodes with { Mtu = StandardMtu, Command = "true" }, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.Equal(ClusterEndReason.Panicked, end.Reason);
        Assert.Contains("the transport JumboFrames with OpenFrames needs 4202: give the network an MTU of 4188", end.Message, StringComparison.Ordinal);
    }
}

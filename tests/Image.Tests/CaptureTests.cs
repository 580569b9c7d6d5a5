using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>What `up --capture` keeps, as Wireshark reads it by the script that `dissector` writes.</summary>
[Collection(Machines.Collection)]
public class CaptureTests(Machines machines)
{
    [Fact]
    public async Task Wireshark_finds_in_a_capture_what_the_hypervisors_counted()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using RunDirectory directory = new();
        string file = directory.File("run.pcapng");
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { CaptureFile = file }, "counter 200");
        VariantImage image = await machines.Builder.BuildAsync(VariantCatalog.Default, cancellation);
        MessageNames names = new(ImageVocabulary.Read(image.Assemblies));
        string script = directory.File("pilevisor.lua");
        await File.WriteAllTextAsync(script, WiresharkDissector.Write(image.Variant, names), cancellation);
        string[] arguments = ["-X", $"lua_script:{script}", "-r", file, "-T", "fields", "-e", "pilevisor.kind", "-e", "_ws.col.Info", "-e", "_ws.malformed", "-e", "_ws.lua.error"];
        string[] lines = [.. (await new HostCommand("tshark", arguments).RunCheckedAsync(cancellation)).Output];
        Assert.Equal(run.Cluster.CapturedFrames, lines.Length);
        Assert.True(lines.Length >= run.Cluster.Nodes.Sum(node => run.Cluster.NetworkCounts(node.Index)!.FramesIn));
        Assert.All(lines, line => Assert.Matches("^[0-9]+\t[^\t]+\t\t$", line));

        // A frame that was sent again is there again, and what the guest still has sent once a node has read its counters and before it stops is in the capture alone.
        const ulong SentLate = 8;
        NodeCounts counts = NodeCounts.Sum(run.Cluster.Counts.Values);
        Dictionary<byte, int> seen = lines.Select(line => line.Split('\t')).CountBy(fields => byte.Parse(fields[0], CultureInfo.InvariantCulture)).ToDictionary();
        for (byte kind = (byte)MessageKind.FirstCoherence; kind < counts.Messages.Length; kind++)
            Assert.InRange((ulong)seen.GetValueOrDefault(kind), counts.Messages[kind], counts.Messages[kind] + counts[Counter.Retransmissions] + SentLate);
        Assert.Contains(lines, line => line.Contains($"\t{names.Of((byte)MessageKind.FirstCoherence)}, node ", StringComparison.Ordinal));
    }
}

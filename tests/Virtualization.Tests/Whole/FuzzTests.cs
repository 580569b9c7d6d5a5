using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence.Tests;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests.Whole;

/// <summary>
/// A node goes wrong: while a guest works on three nodes, some of the frames between them are changed on the way, with right sequence numbers and right checks, so that they get as far as their handlers. Each is taken, refused
/// and counted, or it is a panic that names a peer and what it sent; never anything else.
/// </summary>
public sealed class FuzzTests
{
    private const int NodeCount = 3;
    private const int Cpus = GuestWork.Cpus;
    private const int MsiKinds = 12;

    [Fact]
    public void What_a_node_that_has_gone_wrong_sends() => Run(clusters: 150, firstSeed: 1);

    // So that a panic above is the changed frame's.
    [Fact]
    public void Nodes_that_have_not_gone_wrong_blame_nobody()
    {
        for (int seed = 1; seed <= 60; seed++) Assert.True(Survives(seed, [], isChanging: false), $"seed {seed}");
    }

    [Fact]
    [Trait("Length", "long")]
    public void What_a_node_that_has_gone_wrong_sends_for_long() => Run(clusters: 10_000, Environment.TickCount & 0xff_ffff);

    private static void Run(int clusters, int firstSeed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"first seed {firstSeed}");
        Dictionary<byte, int> changed = [];
        int panics = 0;
        for (int i = 0; i < clusters; i++)
        {
            if (!Survives(firstSeed + i, changed)) panics++;
        }
        string kinds = string.Join(", ", changed.OrderBy(kind => kind.Key).Select(kind => $"{kind.Key:x2}: {kind.Value}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{clusters} clusters, {panics} panics; changed frames by kind: {kinds}");
        Assert.True(panics > 0 && panics < changed.Values.Sum(), "changed frames must get through to the handlers, and not all of them must be fatal");
        Assert.All(SentKinds(), kind => Assert.Contains(kind, changed.Keys));
    }

    // What the guest below makes nodes send to each other: every kind of message there is, but for what begins and ends a cluster.
    private static IEnumerable<byte> SentKinds()
    {
        IEnumerable<byte> interrupts = Enum.GetValues<VirtualInterruptMessage>().Where(kind => kind <= VirtualInterruptMessage.EnableGroups).Select(kind => (byte)kind);
        IEnumerable<byte> devices = Enum.GetValues<MmioForwardingMessage>().Select(kind => (byte)kind);
        IEnumerable<byte> power = Enum.GetValues<VirtualPowerMessage>().Select(kind => (byte)kind);
        IEnumerable<byte> pages = Enumerable.Range(0x20, MsiKinds).Select(kind => (byte)kind);
        return [.. interrupts, .. devices, .. power, .. pages, (byte)TlbMessage.Invalidate, (byte)TlbMessage.Acknowledge];
    }

    /// <summary>One cluster, until it panics or its guest has done enough. False if it panicked as it should.</summary>
    private static bool Survives(int seed, Dictionary<byte, int> changed, bool isChanging = true)
    {
        Random random = new(seed);
        using WholeCluster cluster = new(NodeCount, Cpus, seed, world => ShippedProtocols.Create(ShippedProtocols.Names[seed % ShippedProtocols.Names.Length], world));
        FrameFuzzer fuzzer = new(random, changed);
        cluster.Ethernet.Rewrite = fuzzer.Pass;
        try
        {
            for (int i = 0; i < 400; i++)
            {
                fuzzer.IsOn = isChanging && i > 20;

                // Somebody waits for what was changed, and for ever.
                if (!GuestWork.Act(cluster, random)) return isChanging;
                for (int step = random.Next(3); step > 0; step--) cluster.Step();
            }
            for (int step = 0; step < 200; step++) cluster.Step();
            return true;
        }
        catch (PanicException panic) when (isChanging)
        {
            Assert.True(NamesPeer(panic.Message), $"seed {seed}: {fuzzer.Last}: {panic}");
            return false;
        }
        catch (Exception exception) when (isChanging && exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {seed}: {fuzzer.Last}: {exception}");
            throw;
        }
    }

    private static bool NamesPeer(string message) => message.StartsWith("node ", StringComparison.Ordinal) && message.Contains(" sent a ", StringComparison.Ordinal);
}

using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class TlbDecisionTests
{
    private const ulong Ttlb = 1ul << 25;
    private const ulong TtlbisAndTtlbos = 3ul << 54;

    [Theory]
    [InlineData(TlbOption.Auto, false, true)]
    [InlineData(TlbOption.Auto, true, false)]
    [InlineData(TlbOption.Carry, true, true)]
    [InlineData(TlbOption.Local, false, false)]
    public void The_option_decides_and_else_the_guest(TlbOption option, bool isLinux, bool isCarried)
    {
        BootOptions options = new(new Bootargs($"pilevisor.tlb={option.ToString().ToLowerInvariant()}"));
        KernelImage kernel = KernelImage.Read(isLinux ? KernelImages.Linux() : KernelImages.Flat);
        Assert.Equal(isCarried, new TlbByPayload(options).IsCarriedFor(in kernel));
        Assert.True(new CarriedTlb().IsCarriedFor(in kernel));
    }

    [Theory]
    [InlineData(true, 0ul, Ttlb)]
    [InlineData(true, 1ul, Ttlb)] // FEAT_EVT without TTLBIS
    [InlineData(true, 2ul, TtlbisAndTtlbos)]
    [InlineData(false, 0ul, 0ul)]
    [InlineData(false, 2ul, 0ul)]
    public void Every_node_does_what_the_leader_decides(bool isCarried, ulong evt, ulong traps)
    {
        FakeNetwork network = new(3);
        // What the members would choose themselves does not matter.
        TlbNode[] nodes = [.. Enumerable.Range(0, 3).Select(node => new TlbNode(network, 3, node, new Always(node == 0 ? isCarried : !isCarried)))];
        foreach (TlbNode node in nodes) node.Registers.Identification[(7, 2)] = evt << 56;
        nodes[0].Decision.Decide(default);
        foreach (TlbNode member in nodes.Skip(1))
        {
            Assert.Throws<PanicException>(() => member.Decision.Traps);
            int served = 0;
            member.Waits.OnServe = () =>
            {
                if (++served == 2) network.Deliver(0, Array.IndexOf(nodes, member));
            };
            member.Decision.AwaitDecision();
            Assert.Equal(2, served);
        }
        Assert.All(nodes, node => Assert.Equal(traps, node.Decision.Traps));
        Assert.All(nodes, node => Assert.Contains(isCarried ? "carried to every node" : "each node's own", Assert.Single(node.Log.Lines), StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_by_itself_traps_nothing()
    {
        TlbNode node = new(new FakeNetwork(1), 1, 0, new CarriedTlb());
        node.Decision.Decide(default);
        Assert.Equal(0ul, node.Decision.Traps);
        Assert.Empty(node.Log.Lines);
    }

    [Fact]
    public void A_leader_that_says_nothing_is_not_waited_for_for_ever()
    {
        TlbNode member = new(new FakeNetwork(2), 2, 1, new CarriedTlb());
        member.Waits.OnServe = () => member.Counter.AdvanceMicroseconds(1_000_000);
        PanicException panic = Assert.Throws<PanicException>(member.Decision.AwaitDecision);
        Assert.EndsWith("for the leader to say whether TLB maintenance is carried", panic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, new byte[] { 1 })]
    [InlineData(0, new byte[] { })]
    [InlineData(0, new byte[] { 2 })]
    [InlineData(0, new byte[] { 1, 0 })]
    public void What_is_no_decision_of_the_leaders_is_refused_by_name(int from, byte[] body)
    {
        TlbNode member = new(new FakeNetwork(3), 3, 2, new CarriedTlb());
        Assert.StartsWith($"node {from} sent", Assert.Throws<PanicException>(() => Tell(member, from, body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_is_not_changed()
    {
        TlbNode member = new(new FakeNetwork(2), 2, 1, new CarriedTlb());
        Tell(member, 0, [1]);
        Assert.Throws<PanicException>(() => Tell(member, 0, [0]));
    }

    private static void Tell(TlbNode member, int from, byte[] body) => member.Network.Deliver(from, member.Self, (MessageKind)TlbMessage.Decision, body);

    private sealed class Always(bool answer) : ITlbPolicy
    {
        public bool IsCarriedFor(in KernelImage kernel) => answer;
    }
}

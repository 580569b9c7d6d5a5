using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class VcpuTopologyTests
{
    private readonly VcpuTopology _topology = new(new MadeUpCluster(3, 2, 1), new FakeProcessor { Current = new CpuIndex(1) });

    [Fact]
    public void Number_place_and_affinity_name_the_same_vcpu()
    {
        Assert.Equal(6u, _topology.VcpuCount);
        for (uint number = 0; number < 6; number++)
        {
            VcpuId vcpu = new(number);
            Assert.True(_topology.TryFind(_topology.Mpidr(vcpu), out VcpuId found));
            Assert.Equal(number, found.Value);
            Assert.Equal(number, _topology.VcpuOf(_topology.NodeOf(vcpu), _topology.CpuOf(vcpu)).Value);
            Assert.Equal(number is 2 or 3, _topology.IsLocal(vcpu));
        }
        Assert.Equal(3u, _topology.Current.Value);
        Assert.Equal(0x8000_0201ul, _topology.Mpidr(new VcpuId(5)));
    }

    [Theory]
    [InlineData(0x2ul)]
    [InlineData(0x300ul)]
    [InlineData(0x1_0000ul)]
    [InlineData(0x1_0000_0000ul)]
    public void Other_affinities_name_nobody(ulong affinity) => Assert.False(_topology.TryFind(affinity, out _));

    [Fact]
    public void A_vcpu_that_is_not_there_is_a_panic() => Assert.Throws<PanicException>(() => _topology.NodeOf(new VcpuId(6)));
}

using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class BoardFilesTests
{
    [Theory]
    [InlineData(7, 2, false)]
    [InlineData(10, 1, false)]
    [InlineData(10, 2, true)]
    public void Several_nodes_are_refused_under_a_QEMU_that_would_stop_their_guest(int major, int nodes, bool isRefused) => Assert.Equal(isRefused, new BoardFiles("qemu", major, null).ClusterProblem(nodes) is not null);
}

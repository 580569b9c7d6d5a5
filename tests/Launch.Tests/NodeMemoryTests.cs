using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class NodeMemoryTests
{
    private const long MiB = ByteSize.MiB;

    [Fact]
    public void A_machine_has_what_the_guest_gets_the_cache_and_the_hypervisors_share()
    {
        // 2 x 512 MiB are 262,144 pages of 64 bytes: 16 MiB, on top of 48 MiB; and there is room for 344 pages on their way, in buffers.
        NodeMemory member = NodeMemory.Of(nodes: 2, cpusPerNode: 1, unitBytes: 4096, guestBytes: 512 * MiB, cacheBytes: 128 * MiB, payloadBytes: 0);
        Assert.Equal(66 * MiB, member.OverheadBytes);
        Assert.Equal((512 + 128 + 66) * MiB, member.TotalBytes);
    }

    [Fact]
    public void The_leader_also_holds_the_payload_rounded_up()
    {
        NodeMemory leader = NodeMemory.Of(nodes: 2, cpusPerNode: 1, unitBytes: 4096, guestBytes: 512 * MiB, cacheBytes: 128 * MiB, payloadBytes: (29 * MiB) + 1);
        Assert.Equal((64 + 29 + 130 + 2) * MiB, leader.OverheadBytes);
    }
}

using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>
/// Whatever arrives at a whole node, from strangers, from the host, and from members that have gone wrong: it is taken, it is dropped and counted, or, if a member sent it, it is a panic that names that member. Never anything else,
/// and never a wait. docs/wire-format.md says so.
/// </summary>
public sealed class ReceivePathTests
{
    // A node that has been refused so much in vain has seen enough.
    private const int MostFramesOfALife = 400;

    // A frame takes microseconds, and a host may be busy.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public Task Whatever_arrives_is_taken_or_counted_or_a_panic_that_names_its_sender() => Run(firstSeed: 1, frames: 200_000);

    // A copy is to be given up in favour of a place that nobody has taken: the panic named the place, and not who sent that. The host asks for counters before the cluster is known: the node panicked.
    [Theory]
    [InlineData(15049782)]
    [InlineData(13606302)]
    public void Lives_that_have_ended_as_they_must_not(int seed)
    {
        FuzzedTally tally = new();
        using FuzzedLife life = new(seed, tally);
        Assert.InRange(life.Run(MostFramesOfALife), 1, MostFramesOfALife);
    }

    [Fact]
    [Trait("Length", "long")]
    public Task Whatever_arrives_for_long() => Run(Environment.TickCount & 0xff_ffff, frames: 5_000_000);

    private static async Task Run(int firstSeed, long frames)
    {
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"first seed {firstSeed}");
        FuzzedTally tally = new();
        Stopwatch watch = Stopwatch.StartNew();
        Task lives = Task.Run(() => Live(firstSeed, frames, tally), TestContext.Current.CancellationToken);
        for (long seen = -1; await Task.WhenAny(lives, Task.Delay(s_patience, TestContext.Current.CancellationToken)) != lives; seen = tally.Sent)
        {
            Assert.True(tally.Sent != seen, $"waits for the end of a frame for ever: seed {tally.Seed}, frame {tally.Sent} of the run");
        }
        await lives;
        output.WriteLine($"{tally}\n{watch.Elapsed.TotalSeconds:f1} s");
        RequireReach(tally);
    }

    private static void Live(int firstSeed, long frames, FuzzedTally tally)
    {
        for (int seed = firstSeed; tally.Sent < frames; seed++)
        {
            tally.Seed = seed;
            using FuzzedLife life = new(seed, tally);
            life.Run(MostFramesOfALife);
        }
    }

    // That the frames get as far as they are meant to: strangers are dropped, and of what members say some is taken and some is fatal, of every kind that there is.
    private static void RequireReach(FuzzedTally tally)
    {
        Assert.All(Enum.GetValues<FuzzedFrames>(), frames => Assert.True(tally[frames, FuzzedOutcome.Counted] != 0 || frames == FuzzedFrames.Recorded, $"{frames}"));
        Assert.All([FuzzedFrames.Header, FuzzedFrames.Message, FuzzedFrames.Recorded, FuzzedFrames.Datagram], frames => Assert.True(tally[frames, FuzzedOutcome.Panic] != 0 && tally[frames, FuzzedOutcome.Taken] != 0, $"{frames}"));
        Assert.All(Enumerable.Range(0, FuzzedShapes.Lengths.Length).Where(kind => FuzzedShapes.Lengths[kind] >= 0), kind => Assert.Contains((byte)kind, tally.Refused));
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class RunningTimeTests
{
    private readonly FakeCounter _counter = new() { Now = new Cycles(5_000_000_000) };
    private readonly RecordingLog _log = new();
    private readonly FakeTimers _timers;
    private readonly RunningTime _running;

    public RunningTimeTests()
    {
        _timers = new FakeTimers(_counter, new FakeProcessor());
        _running = new RunningTime(_counter, _timers, _log);
        _running.Initialize();
    }

    [Fact]
    public void It_runs_as_the_counter_does_while_somebody_looks()
    {
        for (int i = 0; i < 1000; i++)
        {
            _counter.AdvanceMicroseconds((ulong)(i % 20) * 100_000);
            Assert.Equal(_counter.Now.Value - 5_000_000_000, _running.Now.Value);
        }
    }

    [Fact]
    public void It_stands_still_while_nobody_does()
    {
        _counter.AdvanceMicroseconds(1_000_000);
        Assert.Equal(1_000_000_000ul, _running.Now.Value);
        _counter.AdvanceMicroseconds(60_000_000);
        Assert.Equal(1_010_000_000ul, _running.Now.Value);
        _counter.AdvanceMicroseconds(5_000);
        Assert.Equal(1_015_000_000ul, _running.Now.Value);
    }

    [Fact]
    public void It_never_runs_backwards()
    {
        Random random = new(7);
        Cycles last = _running.Now;
        for (int i = 0; i < 10_000; i++)
        {
            _counter.AdvanceMicroseconds((ulong)random.Next(random.Next(2) == 0 ? 12_000 : 4_000_000));
            Cycles now = _running.Now;
            Assert.True(now >= last, $"{now.Value} after {last.Value}, in turn {i}");
            last = now;
        }
    }

    [Fact]
    public void The_log_says_that_the_node_did_not_run_and_for_how_long()
    {
        _running.Begin();
        for (int i = 0; i < 40; i++) Look();
        Assert.Empty(_log.Lines);
        _counter.AdvanceMicroseconds(12_000_000);
        for (int i = 0; i < 40; i++) Look();
        Assert.Equal("Warning: this node did not run for 12240 ms: its machine was stopped, or got no time from its host; the others get that time again", Assert.Single(_log.Lines));
    }

    [Fact]
    public void What_took_long_before_it_began_is_not_told()
    {
        _counter.AdvanceMicroseconds(30_000_000);
        _running.Begin();
        Look();
        Assert.Empty(_log.Lines);
    }

    // One finds the gap, and no other counts it again, or not at all.
    [Fact]
    public void A_gap_is_taken_out_once_however_many_look()
    {
        const int Cpus = 4;
        const ulong Stop = 100_000_000_000;
        for (int round = 0; round < 200; round++)
        {
            ulong before = _running.Now.Value;
            _counter.Now += new Cycles(Stop);
            ulong[] seen = new ulong[Cpus];
            using Barrier barrier = new(Cpus);
            Parallel.For(0, Cpus, new ParallelOptions { MaxDegreeOfParallelism = Cpus }, cpu =>
            {
                barrier.SignalAndWait(TimeSpan.FromSeconds(1));
                seen[cpu] = _running.Now.Value;
            });
            // One grain later: see RunningTime.Now.
            Assert.All(seen, ran => Assert.Equal(before + 10_000_000, ran));
        }
    }

    private void Look()
    {
        _counter.AdvanceMicroseconds(RunningTime.LookMicroseconds);
        _timers.RunDue();
    }
}

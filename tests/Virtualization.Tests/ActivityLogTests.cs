using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class ActivityLogTests
{
    private readonly FakeCounter _counter = new();
    private readonly FakeProcessor _processor = new();
    private readonly RecordingLog _log = new();

    [Fact]
    public void Each_period_says_what_happened_in_it_and_nothing_if_nothing_did()
    {
        NodeCounters counters = new(_processor);
        FakeTimers timers = new(_counter, _processor);
        ActivityLog activity = new(counters, timers, _counter, _log);
        activity.Initialize();
        counters.Add(Counter.Traps, 3);
        activity.Begin();
        counters.AddFaultLatency(100);
        counters.AddFaultLatency(500);
        counters.Add(Counter.PageWaitMicroseconds, 600);
        Pass();
        Assert.Equal("Information: in 10000 ms: 2 waits for pages, 300 us each; 3 traps", Assert.Single(_log.Lines));
        Pass();
        Assert.Single(_log.Lines);
        counters.Add(Counter.Traps);
        Pass();
        Assert.Equal("Information: in 10000 ms: 0 waits for pages, 0 us each; 1 traps", _log.Lines[^1]);

        void Pass()
        {
            _counter.AdvanceMicroseconds(ActivityLog.PeriodMicroseconds);
            timers.RunDue();
        }
    }
}

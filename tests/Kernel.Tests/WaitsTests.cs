using System;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class WaitsTests
{
    private readonly FakeCounter _counter = new();
    private readonly FakeProcessor _processor = new();
    private readonly FakeInterruptController _controller = new();
    private readonly FakeTimers _timers;
    private readonly Waits _waits;

    public WaitsTests()
    {
        _timers = new FakeTimers(_counter, _processor);
        _waits = new Waits(new InterruptTable(_controller), _processor, _counter, _timers);
        _waits.Initialize();
    }

    [Fact]
    public void What_is_pending_is_served_without_sleeping()
    {
        Wait wait = _waits.Begin();
        _controller.Raise(new InterruptId(0));
        _waits.Serve(ref wait, "a test");
        Assert.Equal(0, _processor.Sleeps);
        _waits.Serve(ref wait, "a test");
        Assert.Equal(1, _processor.Sleeps);
    }

    [Fact]
    public void A_sleep_has_a_wake_up_at_its_bound()
    {
        Wait wait = _waits.Begin();
        _waits.Serve(ref wait, "a test");
        Assert.Equal(wait.Deadline.Value, _timers.NextDeadline.Value);
    }

    [Fact]
    public void A_wait_beyond_its_bound_is_a_panic_that_says_what_for()
    {
        Wait wait = _waits.Begin();
        _counter.AdvanceMicroseconds(61_000_000);
        PanicException panic = Assert.Throws<PanicException>(() => _waits.Serve(ref wait, "the reply of node 1"));
        Assert.Contains("the reply of node 1", panic.Message, StringComparison.Ordinal);
    }
}

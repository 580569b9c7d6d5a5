using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class InterruptTableTests
{
    private readonly FakeInterruptController _controller = new();
    private readonly InterruptTable _table;

    public InterruptTableTests() => _table = new InterruptTable(_controller);

    [Fact]
    public void A_completed_interrupt_is_deactivated_and_one_handed_to_the_guest_is_not()
    {
        _table.Register(new InterruptId(27), new Outcome(InterruptOutcome.HandedToGuest));
        _table.Register(new InterruptId(26), new Outcome(InterruptOutcome.Completed));
        _controller.Raise(new InterruptId(27));
        _controller.Raise(new InterruptId(26));
        Assert.True(_table.DispatchPending());
        Assert.Equal([27u, 26u], _controller.Dropped);
        Assert.Equal([26u], _controller.Deactivated);
        Assert.False(_table.DispatchPending());
    }

    [Fact]
    public void A_kick_needs_no_handler_and_anything_else_does()
    {
        _controller.Raise(new InterruptId(0));
        Assert.True(_table.DispatchPending());
        _controller.Raise(new InterruptId(99));
        PanicException panic = Assert.Throws<PanicException>(() => _table.DispatchPending());
        Assert.Contains("INTID 99", panic.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_has_one_handler()
    {
        _table.Register(new InterruptId(40), new Outcome(InterruptOutcome.Completed));
        Assert.Throws<PanicException>(() => _table.Register(new InterruptId(40), new Outcome(InterruptOutcome.Completed)));
    }

    [Fact]
    public void A_storm_does_not_keep_the_cpu_for_ever()
    {
        _table.Register(new InterruptId(40), new Storm(_controller));
        _controller.Raise(new InterruptId(40));
        Assert.True(_table.DispatchPending());
        Assert.Equal(64, _controller.Dropped.Count);
    }

    private sealed class Outcome(InterruptOutcome outcome) : InterruptHandler
    {
        public override InterruptOutcome Handle(InterruptId interrupt) => outcome;
    }

    private sealed class Storm(FakeInterruptController controller) : InterruptHandler
    {
        public override InterruptOutcome Handle(InterruptId interrupt)
        {
            controller.Raise(interrupt);
            return InterruptOutcome.Completed;
        }
    }
}

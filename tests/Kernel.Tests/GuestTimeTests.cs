using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class GuestTimeTests
{
    private readonly FakeCounter _counter = new() { Now = new Cycles(1000) };
    private readonly FakeProcessor _processor = new();
    private readonly FakeInterruptController _controller = new();
    private readonly Offset _offset = new();
    private readonly EntryWork _work;
    private readonly GuestTime _time;

    public GuestTimeTests()
    {
        _work = new EntryWork(_processor);
        _time = new GuestTime(_counter, _processor, new TwoCpus(), _offset, _work, _controller, new NodeCounters(new FakeProcessor()));
        _time.Initialize();
    }

    [Fact]
    public void It_begins_as_the_counter_steps_forward_and_never_back()
    {
        Assert.Equal(1000ul, _time.Now.Value);
        _counter.Now = new Cycles(1500);
        _time.AdvanceTo(new Cycles(1800));
        Assert.Equal(1800ul, _time.Now.Value);
        _time.AdvanceTo(new Cycles(300));
        Assert.Equal(1800ul, _time.Now.Value);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 1000)]
    [InlineData(1ul << 63)]
    [InlineData(5000ul)]
    [InlineData(1001ul)]
    public void A_deadline_that_lies_ahead_never_wraps_when_the_offset_is_added_to_it(ulong compare)
    {
        for (ulong step = 0; step < 4000; step += 1000)
        {
            _time.AdvanceTo(new Cycles(step));
            _time.TryLoad();
            // CNTV_CVAL_EL0 + CNTVOFF_EL2, in 64 bits: when the counter reaches it, guest time has reached the compare value.
            ulong sum = unchecked(compare + _offset.Values[^1]);
            if (compare > _time.Now.Value) Assert.Equal(compare - _time.Now.Value, sum - _counter.Now.Value);
            if (compare > _time.Now.Value) Assert.True(sum > _counter.Now.Value, $"{compare} + {_offset.Values[^1]:x} wraps to {sum}");
        }
    }

    [Fact]
    public void It_may_be_ahead_of_the_counter()
    {
        _time.AdvanceTo(new Cycles(5000));
        Assert.Equal(5000ul, _time.Now.Value);
        Assert.True(_time.TryLoad());
        Assert.Equal(unchecked(1000ul - 5000ul), _offset.Values[^1]);
    }

    [Fact]
    public void It_begins_behind_the_counter_where_the_guest_runs_already()
    {
        _time.TryLoad();
        _time.BeginAt(new Cycles(300));
        Assert.Equal(300ul, _time.Now.Value);
        Assert.True(_time.TryLoad());
        Assert.Equal(700ul, _offset.Values[^1]);
        _counter.Now = new Cycles(1500);
        Assert.Equal(1700ul, _time.CounterAt(new Cycles(1000)).Value);
        Assert.Equal(ulong.MaxValue, _time.CounterAt(new Cycles(ulong.MaxValue - 699)).Value);
        _time.AdvanceTo(new Cycles(799));
        Assert.Equal(800ul, _time.Now.Value);
        _time.AdvanceTo(new Cycles(1000));
        Assert.Equal(1000ul, _time.Now.Value);
        Assert.True(_time.TryLoad());
        Assert.Equal(500ul, _offset.Values[^1]);
        _time.AdvanceTo(new Cycles(9000));
        Assert.Equal(9000ul, _time.Now.Value);
    }

    [Fact]
    public void It_does_not_begin_anew_under_a_guest()
    {
        _time.TryLoad();
        Assert.True(_work.TryEnter());
        Assert.Throws<PanicException>(() => _time.BeginAt(new Cycles(300)));
    }

    [Fact]
    public void The_register_is_written_only_when_the_offset_changed()
    {
        Assert.True(_time.TryLoad());
        Assert.False(_time.TryLoad());
        Assert.Single(_offset.Values);
        _time.AdvanceTo(new Cycles(5000));
        Assert.True(_time.TryLoad());
        Assert.Equal(2, _offset.Values.Count);
    }

    [Fact]
    public void A_cpu_enters_its_guest_with_the_newest_time_only()
    {
        Assert.False(_work.TryEnter());
        _time.TryLoad();
        Assert.True(_work.TryEnter());
        _work.Leave();
        _time.AdvanceTo(new Cycles(5000));
        Assert.False(_work.TryEnter());
        Assert.False(_work.IsInGuest(new CpuIndex(0)));
    }

    [Fact]
    public void The_counter_at_a_guest_time_moves_with_each_step()
    {
        Assert.Equal(7000ul, _time.CounterAt(new Cycles(7000)).Value);
        _time.AdvanceTo(new Cycles(5000));
        Assert.Equal(3000ul, _time.CounterAt(new Cycles(7000)).Value);
        Assert.Equal(1000ul, _time.CounterAt(new Cycles(5000)).Value);
        Assert.Equal(1000ul, _time.CounterAt(new Cycles(0)).Value);
        Assert.Equal(ulong.MaxValue - 4000, _time.CounterAt(Cycles.Never).Value);
    }

    [Fact]
    public async Task A_step_waits_until_no_cpu_in_the_guest_has_the_older_time()
    {
        _processor.Current = new CpuIndex(1);
        _time.TryLoad();
        Assert.True(_work.TryEnter());
        _processor.Current = new CpuIndex(0);
        Task step = Task.Run(() => _time.AdvanceTo(new Cycles(9000)), TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => _controller.Kicks.Count > 0, 10_000);
        Assert.Equal([1], _controller.Kicks);
        Assert.False(step.IsCompleted);
        _processor.Current = new CpuIndex(1);
        _work.Leave();
        await step;
    }

    private sealed class TwoCpus : ICpuTopology
    {
        public int CpuCount => 2;

        public ulong Affinity(CpuIndex cpu) => (ulong)cpu.Value;
    }

    private sealed class Offset : IVirtualOffset
    {
        public List<ulong> Values { get; } = [];

        public void Set(ulong ticks) => Values.Add(ticks);
    }
}

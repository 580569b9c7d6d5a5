using System;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class TimersTests
{
    private readonly FakeCounter _counter = new();
    private readonly FakeProcessor _processor = new();
    private readonly FakeInterruptRouter _router = new();
    private readonly Hardware _hardware = new();
    private readonly Timers _timers;

    public TimersTests()
    {
        _timers = new Timers(_hardware, _counter, _processor, _router);
        _timers.Initialize();
    }

    [Fact]
    public void The_earliest_deadline_is_armed_and_each_client_is_called_once_at_its_own()
    {
        List<string> calls = [];
        Client early = new(calls, "early");
        Client late = new(calls, "late");
        _timers.Register(early);
        _timers.Register(late);
        _timers.Request(late, new Cycles(20000));
        _timers.Request(early, new Cycles(100));
        Assert.Equal(100ul, _hardware.Deadline);
        FireAt(100);
        Assert.Equal(["early"], calls);
        Assert.Equal(20000ul, _hardware.Deadline);
        FireAt(25000);
        Assert.Equal(["early", "late"], calls);
        Assert.Equal(ulong.MaxValue, _hardware.Deadline);
    }

    [Fact]
    public void A_later_request_does_not_postpone_an_earlier_one()
    {
        Client client = new([], "x");
        _timers.Register(client);
        _timers.Request(client, new Cycles(100));
        _timers.Request(client, new Cycles(300));
        Assert.Equal(100ul, _hardware.Deadline);
    }

    [Fact]
    public void A_client_may_name_its_next_deadline()
    {
        List<string> calls = [];
        Client client = new(calls, "x") { Next = new Cycles(15000) };
        _timers.Register(client);
        _timers.Request(client, new Cycles(100));
        FireAt(100);
        Assert.Equal(15000ul, _hardware.Deadline);
    }

    [Fact]
    public void A_client_may_ask_for_another_that_was_passed_already()
    {
        Client other = new([], "other");
        _timers.Register(other);
        Client client = new([], "x") { Then = () => _timers.Request(other, new Cycles(12000)) };
        _timers.Register(client);
        _timers.Request(other, new Cycles(20000));
        _timers.Request(client, new Cycles(100));
        FireAt(100);
        Assert.Equal(12000ul, _hardware.Deadline);
    }

    // Of those that are pending the GIC gives the interrupt of the least number, which is the timer's: were it pending all the time, no frame would ever be received.
    [Fact]
    public void Clients_whose_next_deadlines_have_passed_leave_room_for_other_interrupts()
    {
        Client slow = new([], "slow") { Next = new Cycles(150), Then = () => _counter.Now = new Cycles(900) };
        _timers.Register(slow);
        _timers.Request(slow, new Cycles(100));
        FireAt(100);
        Assert.Equal(_counter.Now + _counter.Microseconds(Timers.LeastPauseMicroseconds), new Cycles(_hardware.Deadline));
    }

    [Fact]
    public void Each_cpu_has_deadlines_of_its_own()
    {
        List<string> calls = [];
        Client client = new(calls, "x");
        _timers.Register(client);
        _processor.Current = new CpuIndex(1);
        _timers.Request(client, new Cycles(100));
        _processor.Current = new CpuIndex(0);
        FireAt(500);
        Assert.Empty(calls);
        _processor.Current = new CpuIndex(1);
        FireAt(500);
        Assert.Equal(["x"], calls);
    }

    [Fact]
    public void A_stranger_is_refused() => Assert.Throws<PanicException>(() => _timers.Request(new Client([], "x"), new Cycles(1)));

    private void FireAt(ulong time)
    {
        _counter.Now = new Cycles(time);
        Assert.Equal(InterruptOutcome.Completed, _router.Take(_hardware.Interrupt));
    }

    private sealed class Client(List<string> calls, string name) : TimerClient
    {
        public Cycles Next { get; set; } = Cycles.Never;

        public Action? Then { get; set; }

        public override Cycles OnDeadline(Cycles now)
        {
            calls.Add(name);
            Then?.Invoke();
            return Next;
        }
    }

    private sealed class Hardware : IDeadlineTimer
    {
        public ulong Deadline { get; private set; }

        public InterruptId Interrupt => new(26);

        public void Set(Cycles deadline) => Deadline = deadline.Value;
    }
}

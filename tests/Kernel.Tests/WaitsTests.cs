using System;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class WaitsTests
{
    private readonly FakeCounter _counter = new();
    private readonly FakeProcessor _processor = new();
    private readonly FakeInterruptController _controller = new();
    private readonly FakeTimers _timers;
    private readonly SignalRecorder _interface = new();
    private readonly Waits _waits;

    public WaitsTests()
    {
        _timers = new FakeTimers(_counter, _processor);
        _waits = new Waits(new InterruptTable(_controller), _processor, _counter, _timers, _interface);
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
    public void The_virtual_interface_is_silent_while_the_cpu_sleeps_and_only_then()
    {
        Wait wait = _waits.Begin();
        _waits.Serve(ref wait, "a test");
        _waits.Idle();
        Assert.Equal([false, true, false, true], _interface.Changes);
    }

    [Fact]
    public void A_wait_beyond_its_bound_is_a_panic_that_says_what_for()
    {
        Wait wait = _waits.Begin();
        _counter.AdvanceMicroseconds(61_000_000);
        PanicException panic = Assert.Throws<PanicException>(() => _waits.Serve(ref wait, "the reply of node 1"));
        Assert.Contains("the reply of node 1", panic.Message, StringComparison.Ordinal);
    }

    private sealed class SignalRecorder : IVirtualInterruptInterface
    {
        public List<bool> Changes { get; } = [];

        public bool IsSignalling { set => Changes.Add(value); }

        public InterruptId MaintenanceInterrupt => new(25);

        public int ListRegisterCount => 4;

        public uint EmptyListRegisters => 15;

        public uint EndedListRegisters => 0;

        public int PreemptionBits => 5;

        public uint ControlFeatures => 0;

        public VirtualInterfaceRequests Requests { set => throw new NotSupportedException(); }

        public VirtualInterfaceControl Control { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void InitializeCpu() => throw new NotSupportedException();

        public ListRegister ReadListRegister(int index) => throw new NotSupportedException();

        public void WriteListRegister(int index, ListRegister value) => throw new NotSupportedException();

        public uint ReadActivePriorities(bool isGroup1, int index) => throw new NotSupportedException();

        public void WriteActivePriorities(bool isGroup1, int index, uint value) => throw new NotSupportedException();
    }
}

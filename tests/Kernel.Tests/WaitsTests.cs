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
        _waits = new Waits(new InterruptTable(_controller), _controller, _processor, _counter, new RunningTime(_counter, _timers, new RecordingLog()), _timers, _interface);
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
    public void A_sleep_ends_in_time_to_look_at_the_clock()
    {
        Wait wait = _waits.Begin();
        _waits.Serve(ref wait, "a test");
        Assert.Equal(RunningTime.LookMicroseconds * 1000, _timers.NextDeadline.Value);
    }

    [Fact]
    public void The_interrupt_that_brings_what_is_waited_for_goes_to_the_cpu_that_began_to_wait_last()
    {
        InterruptId link = new(48);
        _controller.Enable(link, InterruptTrigger.Level, default);
        Wait wait = _waits.Begin();
        _waits.Serve(ref wait, "a test");
        _waits.Follow(link, InterruptTrigger.Level);
        foreach (int cpu in (int[])[1, 1, 0])
        {
            _processor.Current = new CpuIndex(cpu);
            _waits.Serve(ref wait, "a test");
            Assert.Equal((InterruptTrigger.Level, cpu), (_controller.Enabled[48].Trigger, _controller.Enabled[48].Target.Value));
        }
        _processor.Current = new CpuIndex(1);
        _controller.Raise(InterruptId.Kick);
        _waits.Serve(ref wait, "a test");
        _waits.Idle();
        Assert.Equal(0, _controller.Enabled[48].Target.Value);
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
        PanicException panic = Assert.Throws<PanicException>(() => Serve(ref wait, 181));
        Assert.Equal("waited 180 s for the reply of node 1", panic.Message);
        Assert.InRange(_counter.Now.Value, 180_000_000_000ul, 180_500_000_000ul);
    }

    [Fact]
    public void A_stop_of_the_whole_machine_is_no_part_of_a_wait()
    {
        Wait wait = _waits.Begin();
        Serve(ref wait, 160);
        _counter.AdvanceMicroseconds(1_000_000_000);
        Serve(ref wait, 10);
        Assert.Throws<PanicException>(() => Serve(ref wait, 11));
    }

    // A CPU that waits wakes up at its timer.
    private void Serve(ref Wait wait, int seconds)
    {
        for (int i = 0; i < seconds * 4; i++)
        {
            _waits.Serve(ref wait, "the reply of node 1");
            _counter.AdvanceMicroseconds(RunningTime.LookMicroseconds);
            _timers.RunDue();
        }
    }

    private sealed class SignalRecorder : IVirtualInterruptInterface
    {
        public List<bool> Changes { get; } = [];

        public bool IsSignalling { set => Changes.Add(value); }

        public InterruptId MaintenanceInterrupt => new(25);

        public int ListRegisterCount => 4;

        public uint EmptyListRegisters => 15;

        public uint EndedListRegisters => 0;

        public VirtualInterfaceRequests Requests { set => throw new NotSupportedException(); }

        public VirtualInterfaceControl Control { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void InitializeCpu() => throw new NotSupportedException();

        public ListRegister ReadListRegister(int index) => throw new NotSupportedException();

        public void WriteListRegister(int index, ListRegister value) => throw new NotSupportedException();

        public int TakeUnlistedEnds(VirtualInterfaceRequests requests) => throw new NotSupportedException();
    }
}

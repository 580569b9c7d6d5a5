using System;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class TrapCoreTests
{
    private readonly List<string> _events = [];
    private readonly FakeInterruptController _controller = new();
    private readonly TrapTable _table = new();
    private readonly NodeCounters _counters = new(new FakeProcessor());
    private readonly TrapCore _core;

    public TrapCoreTests() => _core = new TrapCore(_table, new InterruptTable(_controller), new Boundary(_events), _counters);

    [Fact]
    public void A_trap_goes_to_the_handler_of_its_class_between_exit_and_entry()
    {
        _table.Register(ExceptionClass.Hvc64, new Handler(_events));
        TrapFrame frame = new() { Esr = 0x16ul << 26, Elr = 0x1000 };
        _core.FromGuest(ref frame, VectorKind.GuestSynchronous);
        Assert.Equal(["exit", "Hvc64", "entry"], _events);
        Assert.Equal(0x1004ul, frame.Elr);
        Assert.Equal(1ul, _counters[Counter.Traps]);
    }

    [Fact]
    public void What_the_fast_lane_answers_is_counted_and_nobody_is_told()
    {
        _table.RegisterFast(ExceptionClass.Hvc64, new FastHandler { Answers = true });
        _table.Register(ExceptionClass.Hvc64, new Handler(_events));
        FastTrapFrame frame = new(new TrapFrame { Esr = 0x16ul << 26 });
        Assert.True(_core.TryFast(ref frame, new CpuIndex(0)));
        Assert.Equal(7ul, frame.X0);
        Assert.Equal(1ul, _counters[Counter.Traps]);
        Assert.Empty(_events);
    }

    [Theory]
    [InlineData(0x16ul)]
    [InlineData(0x24ul)]
    public void What_it_leaves_is_not_counted_twice(ulong exceptionClass)
    {
        _table.RegisterFast(ExceptionClass.Hvc64, new FastHandler());
        FastTrapFrame frame = new(new TrapFrame { Esr = exceptionClass << 26 });
        Assert.False(_core.TryFast(ref frame, new CpuIndex(0)));
        Assert.Equal(0ul, _counters[Counter.Traps]);
    }

    [Fact]
    public void A_class_has_one_handler_in_the_fast_lane()
    {
        _table.RegisterFast(ExceptionClass.Hvc64, new FastHandler());
        Assert.Throws<PanicException>(() => _table.RegisterFast(ExceptionClass.Hvc64, new FastHandler()));
    }

    [Fact]
    public void An_interrupt_is_dispatched_without_touching_the_frame()
    {
        _controller.Raise(new InterruptId(0));
        TrapFrame frame = new() { Elr = 0x1000 };
        _core.FromGuest(ref frame, VectorKind.GuestIrq);
        Assert.Equal([0u], _controller.Dropped);
        Assert.Equal(0x1000ul, frame.Elr);
    }

    [Fact]
    public void A_class_without_a_handler_is_a_panic_with_the_syndrome()
    {
        TrapFrame frame = new() { Esr = 0x24ul << 26, Elr = 0xabcd };
        PanicException panic = Assert.Throws<PanicException>(() => _core.FromGuest(ref frame, VectorKind.GuestSynchronous));
        Assert.Contains("0x90000000", panic.Message, StringComparison.Ordinal);
        Assert.Contains("0xabcd", panic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_SError_is_a_panic()
    {
        TrapFrame frame = default;
        Assert.Throws<PanicException>(() => _core.FromGuest(ref frame, VectorKind.GuestSError));
    }

    [Fact]
    public void A_class_has_one_handler()
    {
        _table.Register(ExceptionClass.Hvc64, new Handler(_events));
        Assert.Throws<PanicException>(() => _table.Register(ExceptionClass.Hvc64, new Handler(_events)));
    }

    private sealed class Handler(List<string> events) : TrapHandler
    {
        public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
        {
            events.Add(syndrome.Class.ToString());
            frame.SkipInstruction();
        }
    }

    private sealed class FastHandler : FastTrapHandler
    {
        public bool Answers { get; init; }

        public override bool TryHandleFast(ref FastTrapFrame frame, ExceptionSyndrome syndrome)
        {
            if (Answers) frame.X0 = 7;
            return Answers;
        }
    }

    private sealed class Boundary(List<string> events) : IGuestBoundary
    {
        public void AfterExit() => events.Add("exit");

        public void BeforeEntry(in TrapFrame frame) => events.Add("entry");
    }
}

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

/// <summary>Threads in place of CPUs: two that enter and leave the guest, and two that step guest time.</summary>
public sealed class EntryWorkTests
{
    private const int Cpus = 4;
    private const int Steps = 3000;

    private readonly ThreadProcessor _processor = new();
    private readonly Counter _counter = new();
    private readonly ulong[] _loaded = new ulong[Cpus];
    private readonly Kicks _kicks = new();
    private readonly EntryWork _work;
    private readonly GuestTime _time;
    private int _stop;

    public EntryWorkTests()
    {
        _work = new EntryWork(_processor);
        _time = new GuestTime(_counter, _processor, new FourCpus(), new Offset(_processor, _loaded), _work, _kicks, new NodeCounters(_processor));
        _time.Initialize();
    }

    [Fact]
    public async Task Behind_a_step_no_cpu_is_in_its_guest_with_an_older_time()
    {
        List<Task> guests = [Task.Factory.StartNew(() => RunGuest(2), TaskCreationOptions.LongRunning), Task.Factory.StartNew(() => RunGuest(3), TaskCreationOptions.LongRunning)];
        await Task.WhenAll(Task.Factory.StartNew(() => Step(0), TaskCreationOptions.LongRunning), Task.Factory.StartNew(() => Step(1), TaskCreationOptions.LongRunning));
        Volatile.Write(ref _stop, 1);
        await Task.WhenAll(guests);
    }

    [Fact]
    public void Reasons_of_one_cpu_do_not_touch_each_other_nor_those_of_another()
    {
        ThreadProcessor.RunOn(0);
        CpuIndex first = new(0);
        CpuIndex second = new(1);
        _time.TryLoad();
        _work.Request(first, EntryReason.Interrupts);
        Assert.True(_work.Has(first, EntryReason.Interrupts));
        Assert.False(_work.Has(first, EntryReason.Time));
        Assert.False(_work.Has(second, EntryReason.Interrupts));
        Assert.False(_work.TryEnter());
        _work.Clear(first, EntryReason.Interrupts);
        Assert.True(_work.TryEnter());
    }

    [Fact]
    public void Lines_that_are_watched_keep_a_cpu_from_entering_until_it_has_looked()
    {
        ThreadProcessor.RunOn(0);
        _time.TryLoad();
        _work.WatchLines(true);
        Assert.False(_work.TryEnter());
        Assert.True(_work.TryEnterWatching());
        _work.Leave();
        _work.Request(new CpuIndex(0), EntryReason.Interrupts);
        Assert.False(_work.TryEnterWatching());
    }

    // In the guest it runs until it is kicked, and then once more at EL2.
    private void RunGuest(int cpu)
    {
        ThreadProcessor.RunOn(cpu);
        while (Volatile.Read(ref _stop) == 0)
        {
            while (!_work.TryEnter()) _time.TryLoad();
            while (!_kicks.Take(cpu) && Volatile.Read(ref _stop) == 0) Thread.Yield();
            _work.Leave();
        }
    }

    private void Step(int cpu)
    {
        ThreadProcessor.RunOn(cpu);
        Random random = new(cpu);
        for (int i = 0; i < Steps; i++)
        {
            Cycles wanted = new(_time.Now.Value + (ulong)random.Next(1, 100));
            _time.AdvanceTo(wanted);
            for (int guest = 2; guest < Cpus; guest++) Check(guest, wanted);
        }
    }

    private void Check(int guest, Cycles wanted)
    {
        if (!_work.IsInGuest(new CpuIndex(guest))) return;
        // If it has left and come back meanwhile, it has loaded what is newer still.
        ulong sees = _counter.Now.Value - Volatile.Read(ref _loaded[guest]);
        Assert.True(sees >= wanted.Value, $"CPU {guest} reads {sees} behind a step to {wanted.Value}");
    }

    private sealed class Counter : ICounter
    {
        public Cycles Now => new(1000);

        public ulong FrequencyHz => 62_500_000;
    }

    private sealed class FourCpus : ICpuTopology
    {
        public int CpuCount => Cpus;

        public ulong Affinity(CpuIndex cpu) => (ulong)cpu.Value;
    }

    private sealed class Offset(IProcessor processor, ulong[] loaded) : IVirtualOffset
    {
        public void Set(ulong ticks) => Volatile.Write(ref loaded[processor.Current.Value], ticks);
    }

    private sealed class Kicks : IInterruptController
    {
        private readonly int[] _pending = new int[Cpus];

        public bool Take(int cpu) => Interlocked.Exchange(ref _pending[cpu], 0) != 0;

        public void Kick(CpuIndex cpu) => Volatile.Write(ref _pending[cpu.Value], 1);

        public void InitializeDistributor() => throw new NotSupportedException();

        public void InitializeCpu() => throw new NotSupportedException();

        public void Enable(InterruptId interrupt, InterruptTrigger trigger, CpuIndex target) => throw new NotSupportedException();

        public InterruptId Acknowledge() => throw new NotSupportedException();

        public void DropPriority(InterruptId interrupt) => throw new NotSupportedException();

        public void Deactivate(InterruptId interrupt) => throw new NotSupportedException();
    }
}

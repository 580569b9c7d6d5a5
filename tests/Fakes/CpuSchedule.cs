using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>
/// CPUs as threads, of which one runs at a time: wherever the code under test asks which CPU it is on or what time it is, waits for a lock or sleeps, a seed decides who goes on. So a run can be repeated from its seed, and a CPU that nothing
/// will wake any more is found at once.
/// </summary>
/// <param name="seed">Decides.</param>
public sealed class CpuSchedule(int seed)
{
    private const string SeedVariable = "PILEVISOR_SEED";

    // One point in so many is where another CPU may go on, unless the running one spins.
    private const int PointsPerTurn = 4;

    // Ten times what the longest run takes.
    private const int MaximumPoints = 1_000_000;

    private readonly Random _random = new(seed);
    private readonly List<Cpu> _cpus = [];
    private Cpu? _running;
    private Exception? _failure;
    private bool _passes;
    private int _points;

    /// <summary>What there is apart from the CPUs goes on a little: called at every point.</summary>
    public Action Pass { get; set; } = () => { };

    /// <summary>All CPUs sleep: time leaps to what happens next. False if nothing will.</summary>
    public Func<bool> Leap { get; set; } = () => false;

    /// <summary>Whether all is done, so that nobody needs to sleep any longer.</summary>
    public Func<bool> IsOver { get; set; } = () => false;

    /// <summary>Seeds from 1 to <paramref name="count"/>, or the only one that the environment variable PILEVISOR_SEED names.</summary>
    public static IEnumerable<int> Seeds(int count) =>
        Environment.GetEnvironmentVariable(SeedVariable) is { } chosen ? [int.Parse(chosen, System.Globalization.CultureInfo.InvariantCulture)] : Enumerable.Range(1, count);

    /// <summary>Adds a CPU.</summary>
    /// <param name="processor">Its machine's.</param>
    /// <param name="index">Its number there.</param>
    /// <param name="isInterrupted">What ends its sleep.</param>
    /// <param name="program">What it does.</param>
    public void Add(FakeProcessor processor, int index, Func<bool> isInterrupted, Action program) => _cpus.Add(new Cpu(processor, new CpuIndex(index), isInterrupted, program));

    /// <summary>Runs all CPUs' programs to their ends.</summary>
    /// <exception cref="InvalidOperationException">What first went wrong on a CPU, and with which seed.</exception>
    public void Run()
    {
        Thread[] threads = [.. _cpus.Select(cpu => new Thread(() => Live(cpu)) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        Give(_cpus[0]);
        foreach (Thread thread in threads) thread.Join();
        if (_failure is not null) throw new InvalidOperationException($"{SeedVariable}={seed} shows it again: {_failure.Message}", _failure);
    }

    /// <summary>A point at which another CPU may go on.</summary>
    public void Point()
    {
        if (TryPass() && _random.Next(PointsPerTurn) == 0) Switch();
    }

    /// <summary>The running CPU spins: another goes on if one can.</summary>
    public void Relax()
    {
        if (TryPass()) Switch();
    }

    /// <summary>The running CPU sleeps until it is interrupted.</summary>
    public void Sleep()
    {
        _running!.Sleeps = true;
        Switch();
        _running!.Sleeps = false;
    }

    // Not before the run, nor while the schedule itself looks at the clock.
    private bool TryPass()
    {
        if (_running is null || _passes) return false;
        if (++_points > MaximumPoints) throw new InvalidOperationException("the run does not come to an end");
        _passes = true;
        Pass();
        _passes = false;
        return true;
    }

    private void Live(Cpu cpu)
    {
        try
        {
            cpu.Await();
            if (_failure is null) cpu.Program();
        }
        catch (Exception e) when (_failure is null)
        {
            _failure = e;
        }
        catch (OperationCanceledException)
        {
            // Another CPU has failed.
        }
        cpu.HasEnded = true;
        End();
    }

    private void End()
    {
        try
        {
            if (_failure is null && _cpus.Exists(cpu => !cpu.HasEnded)) Give(Choose());
        }
        catch (InvalidOperationException e)
        {
            _failure = e;
        }
        if (_failure is null) return;
        foreach (Cpu cpu in _cpus) cpu.Wake();
    }

    private void Switch()
    {
        Cpu self = _running!;
        Cpu next = Choose();
        if (next == self) return;
        Give(next);
        self.Await();
        if (_failure is not null) throw new OperationCanceledException();
    }

    private void Give(Cpu next)
    {
        _running = next;
        next.Processor.Current = next.Index;
        next.Wake();
    }

    private Cpu Choose()
    {
        _passes = true;
        Cpu[] able = Able();
        while (able.Length == 0)
        {
            if (!Leap()) throw new InvalidOperationException("every CPU sleeps, and nothing will wake one");
            able = Able();
        }
        _passes = false;
        return able[_random.Next(able.Length)];
    }

    private Cpu[] Able() => [.. _cpus.Where(cpu => !cpu.HasEnded && (!cpu.Sleeps || IsOver() || cpu.IsInterrupted()))];

    private sealed class Cpu(FakeProcessor processor, CpuIndex index, Func<bool> isInterrupted, Action program)
    {
        private readonly SemaphoreSlim _turn = new(0);

        public FakeProcessor Processor => processor;

        public CpuIndex Index => index;

        public Action Program => program;

        public bool Sleeps { get; set; }

        public bool HasEnded { get; set; }

        public bool IsInterrupted() => isInterrupted();

        public void Await() => _turn.Wait();

        public void Wake() => _turn.Release();
    }
}

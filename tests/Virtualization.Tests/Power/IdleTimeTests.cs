using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class IdleTimeTests
{
    private readonly FakeCounter _counter = new() { Now = new Cycles(3_600_000_000_000) };
    private readonly FakeProcessor _processor = new();
    private readonly FakeWaits _waits;
    private readonly IdleTime _idle;

    public IdleTimeTests()
    {
        _waits = new FakeWaits(_counter);
        _idle = new IdleTime(_processor, _waits, _counter);
    }

    [Fact]
    public void What_cpus_slept_is_added_up()
    {
        Sleep(0, 100);
        _counter.AdvanceMicroseconds(50);
        Sleep(3, 20);
        Sleep(0, 7);
        _counter.AdvanceMicroseconds(1000);
        Assert.Equal(127ul, _idle.Microseconds);
    }

    [Fact]
    public void Whoever_asks_while_a_cpu_sleeps_finds_what_it_has_slept_so_far()
    {
        Sleep(1, 10);
        ulong during = 0;
        _waits.OnServe = () =>
        {
            _counter.AdvanceMicroseconds(40);
            during = _idle.Microseconds;
            _counter.AdvanceMicroseconds(2);
        };
        _idle.Idle();
        Assert.Equal((50ul, 52ul), (during, _idle.Microseconds));
    }

    [Fact]
    public void A_cpu_that_falls_asleep_after_the_clock_was_read_has_slept_no_time()
    {
        Cycles read = _counter.Now;
        ulong during = ulong.MaxValue;
        _counter.AdvanceMicroseconds(1);
        _waits.OnServe = () =>
        {
            Cycles now = _counter.Now;
            _counter.Now = read;
            during = _idle.Microseconds;
            _counter.Now = now;
        };
        _idle.Idle();
        Assert.Equal((0ul, 0ul), (during, _idle.Microseconds));
    }

    private void Sleep(int cpu, ulong microseconds)
    {
        _processor.Current = new CpuIndex(cpu);
        _waits.OnServe = () => _counter.AdvanceMicroseconds(microseconds);
        _idle.Idle();
    }
}

using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class LockTests
{
    [Fact]
    public void Locks_are_taken_in_rank_order_only()
    {
        CheckedLockOrder order = new(new FakeProcessor());
        SpinLock outer = new(LockRank.Coherence, order);
        SpinLock inner = new(LockRank.Transmit, order);
        outer.Acquire();
        inner.Acquire();
        Assert.Throws<PanicException>(outer.Acquire);
        inner.Release();
        outer.Release();
        Assert.Equal(LockRank.None, order.Held);
        inner.Acquire();
        Assert.Throws<PanicException>(outer.Acquire);
    }

    [Fact]
    public void What_a_lock_guards_is_touched_under_it_only()
    {
        SpinLock spinLock = new(LockRank.Log, new CheckedLockOrder(new FakeProcessor()));
        Assert.Throws<PanicException>(spinLock.AssertHeld);
        spinLock.Acquire();
        spinLock.AssertHeld();
    }

    [Fact]
    public void Another_quality_takes_locks_in_any_order()
    {
        UncheckedLockOrder order = new(new FakeProcessor());
        SpinLock outer = new(LockRank.Coherence, order);
        SpinLock inner = new(LockRank.Transmit, order);
        inner.Acquire();
        outer.Acquire();
        outer.Release();
        inner.Release();
        inner.AssertHeld();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_cpus_exclude_each_other(bool isChecked)
    {
        PerThreadProcessor processor = new();
        SpinLock spinLock = new(LockRank.Log, isChecked ? new CheckedLockOrder(processor) : new UncheckedLockOrder(processor));
        int counter = 0;
        void Work(int cpu)
        {
            processor.Become(cpu);
            for (int i = 0; i < 100_000; i++)
            {
                spinLock.Acquire();
                counter++;
                spinLock.Release();
            }
        }
        await Task.WhenAll(Task.Run(() => Work(0), TestContext.Current.CancellationToken), Task.Run(() => Work(1), TestContext.Current.CancellationToken));
        Assert.Equal(200_000, counter);
    }

    private sealed class PerThreadProcessor : IProcessor
    {
        private readonly ThreadLocal<int> _index = new();

        public CpuIndex Current => new(_index.Value);

        public void Become(int cpu) => _index.Value = cpu;

        public void WaitForInterrupt() => Thread.Yield();

        public void Relax() => Thread.SpinWait(1);
    }
}

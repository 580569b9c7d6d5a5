using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>Waiting at EL2: interrupts are served as they come, and the CPU sleeps between them.</summary>
/// <param name="interrupts">What is served.</param>
/// <param name="controller">Sends the interrupt that brings what is waited for to the CPU that waits.</param>
/// <param name="processor">Sleeps.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What the bound is measured by.</param>
/// <param name="timers">Wakes the CPU to look at the clock.</param>
/// <param name="virtualInterface">Keeps the guest's pending interrupts from ending EL2's sleep.</param>
public sealed class Waits(
    InterruptTable interrupts, IInterruptController controller, IProcessor processor, ICounter counter, RunningTime running, ITimers timers, IVirtualInterruptInterface virtualInterface) : IWaits
{
    // Longer than another node may be silent: then it is that node which is named.
    private const ulong BoundMicroseconds = 180_000_000;

    private readonly WakeUp _wakeUp = new();
    private readonly Cycles _bound = counter.Microseconds(BoundMicroseconds);
    private readonly Cycles _look = counter.Microseconds(RunningTime.LookMicroseconds);
    private InterruptId _followed;
    private InterruptTrigger _trigger;

    // Where it goes, and whether some CPU is just drawing it: then it goes there, and that CPU serves it and kicks whoever waits.
    private CpuIndex _target;
    private int _isDrawn;

    /// <summary>Makes the wake-up known to the timers. Boot only.</summary>
    [Starts(BootPhase.Machine)]
    public void Initialize() => timers.Register(_wakeUp);

    /// <inheritdoc/>
    public void Follow(InterruptId interrupt, InterruptTrigger trigger) => (_followed, _trigger) = (interrupt, trigger);

    /// <inheritdoc/>
    public Wait Begin() => new(counter.Now, running.Now + _bound);

    /// <inheritdoc/>
    public void Serve(ref Wait wait, string what)
    {
        if (running.Now > wait.Deadline) Fail(what);
        if (interrupts.DispatchPending()) return;
        timers.Request(_wakeUp, counter.Now + _look);
        Draw();
        Sleep();
    }

    /// <inheritdoc/>
    public void Idle()
    {
        if (interrupts.DispatchPending()) return;
        Sleep();
    }

    // The CPU that waits for a message takes it itself: no other has to leave its guest, or its sleep, to take it and kick this one.
    private void Draw()
    {
        CpuIndex self = processor.Current;
        if (_followed.IsPrivate || self.Value == _target.Value || Interlocked.CompareExchange(ref _isDrawn, 1, 0) != 0) return;
        _target = self;
        controller.Enable(_followed, _trigger, self);
        Volatile.Write(ref _isDrawn, 0);
    }

    private void Sleep()
    {
        virtualInterface.IsSignalling = false;
        processor.WaitForInterrupt();
        virtualInterface.IsSignalling = true;
        interrupts.DispatchPending();
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(string what) => Panic.Fail($"waited {BoundMicroseconds / 1_000_000} s for {what}");

    // Only wakes the CPU: whoever waits looks at the clock itself.
    private sealed class WakeUp : TimerClient
    {
        public override Cycles OnDeadline(Cycles now) => Cycles.Never;
    }
}

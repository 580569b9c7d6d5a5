using System;

namespace Pilevisor.Fakes;

/// <summary>A machine of fakes whose CPUs are in a <see cref="CpuSchedule"/>: kicks, timers and one device, whose interrupt goes to the CPU that has begun to wait last.</summary>
/// <param name="schedule">The schedule.</param>
/// <param name="processor">The CPUs.</param>
/// <param name="controller">Kicks them.</param>
/// <param name="timers">Interrupts them.</param>
/// <param name="isLineUp">Whether the device wants its interrupt handled.</param>
/// <param name="handle">Handles it.</param>
public sealed class ScheduledMachine(CpuSchedule schedule, FakeProcessor processor, FakeInterruptController controller, FakeTimers timers, Func<bool> isLineUp, Action handle)
{
    private int _target;

    /// <summary>Adds a CPU.</summary>
    public void Add(int cpu, FakeWaits waits, Action program)
    {
        processor.Interleave = schedule.Point;
        processor.Relaxes = schedule.Relax;
        waits.OnServe = Serve;
        schedule.Add(processor, cpu, () => IsInterrupted(cpu), program);
    }

    /// <summary>The running CPU takes the interrupts it has. Whether there were any.</summary>
    public bool TakeInterrupts()
    {
        int cpu = processor.Current.Value;
        bool any = controller.Kicks.RemoveAll(kick => kick == cpu) != 0;
        if (cpu == _target && isLineUp())
        {
            handle();
            any = true;
        }
        return timers.RunDue(cpu) != 0 || any;
    }

    private bool IsInterrupted(int cpu) => controller.Kicks.Contains(cpu) || (cpu == _target && isLineUp()) || timers.IsDue(cpu);

    private void Serve()
    {
        if (TakeInterrupts()) return;
        _target = processor.Current.Value;
        schedule.Sleep();
        TakeInterrupts();
    }
}

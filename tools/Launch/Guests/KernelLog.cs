namespace Pilevisor.Launch.Guests;

/// <summary>What a guest's kernel says that has waited for too long, or found itself wrong.</summary>
public static class KernelLog
{
    private const string Complaints = "rcu.*stall|soft lockup|hard LOCKUP|blocked for more than|BUG:|WARNING:|Oops|clocksource.*unstable";

    // That a CPU without a tick was not looked at by another's for 3 s says that the host is slow.
    private const string Slowness = "sched_tick_remote";

    /// <summary>A shell command for the guest that shows the complaints in the kernel's log, and fails if there are any.</summary>
    public const string Check = $"! dmesg | grep -v {Slowness} | grep -E '{Complaints}'";
}

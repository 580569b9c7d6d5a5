using System.Runtime.InteropServices;

namespace Pilevisor.Switch;

/// <summary>Threads that carry frames and run as soon as they have one, before the threads that run guests, where the host's kernel lets us say so.</summary>
/// <remarks>
/// A frame goes through three threads of the host that sleep until it comes. Where guests keep all host CPUs busy, such a thread otherwise waits for its turn, milliseconds for some 20 us of work; docs/results.md has figures.
/// SCHED_RR (sched(7)) with the lowest of its priorities is enough: what else runs on the host has none. It is for root, and for whoever has been given RLIMIT_RTPRIO.
/// </remarks>
public static partial class PromptThread
{
    /// <summary>The calling thread, for <see cref="TryMake"/>.</summary>
    public const int Current = 0;

    private const int RoundRobin = 2;

    // The threads and processes that such a thread starts are as others are: QEMU's main thread starts those of its vCPUs.
    private const int ResetOnFork = 0x4000_0000;
    private const int LowestPriority = 1;

    /// <summary>Makes a thread prompt.</summary>
    /// <param name="thread">Linux' number of the thread, a process's own for its main thread, or <see cref="Current"/>.</param>
    /// <returns>False if the host's kernel does not let us: the thread is as it was.</returns>
    public static bool TryMake(int thread)
    {
        int priority = LowestPriority;
        return SetScheduler(thread, RoundRobin | ResetOnFork, in priority) == 0;
    }

    // The last parameter is a struct sched_param, whose one member is the priority.
    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int parameter);
}

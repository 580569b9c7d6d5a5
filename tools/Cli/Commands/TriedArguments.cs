using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Guests;

namespace Pilevisor.Cli.Commands;

/// <summary>A change of the guest's kernel command line.</summary>
/// <param name="Name">How it is called in the table.</param>
/// <param name="Append">What is appended for it, which may take words of ours away: see <see cref="KernelArguments"/>.</param>
internal sealed record TriedArguments(string Name, string Append)
{
    // Linux's default is not "nohz_full=", which turns the tick's bookkeeping on for no CPU.
    private static readonly Dictionary<string, string> _contraries = new() { ["nohz_full"] = "nohz=on" };

    /// <summary>What is tried unless words are given. docs/results.md has what came of it; those that a kernel has no name for are passed over.</summary>
    public static IReadOnlyList<TriedArguments> Candidates { get; } =
    [
        .. ((string[])
        [
            "percpu_alloc=page", "cpuidle.off=1", "nohlt", "clocksource=arch_sys_counter",
            "workqueue.power_efficient=1", "workqueue.disable_numa=1", "workqueue.unbound_cpus=0", "workqueue.default_affinity_scope=system",
            "rcu_nocbs=all", "rcutree.use_softirq=0", "rcutree.enable_rcu_lazy=1", "rcutree.nohz_full_patience_delay=100", "rcupdate.rcu_normal=1", "irqaffinity=0", "skew_tick=1",
            "numa=off", "hashdist=0", "transparent_hugepage=never", "init_on_alloc=0", "page_alloc.shuffle=1", "slub_max_order=0", "randomize_kstack_offset=off", "psi=0",
        ]).Select(Added),
    ];

    /// <summary>Words that are added.</summary>
    public static TriedArguments Added(string words) => new(words, words);

    /// <summary>What a guest of ours is told by default on several nodes, each left out by itself; parameters of one part of the kernel together.</summary>
    /// <param name="cpus">How many CPUs the guest has: 2 or more.</param>
    public static IEnumerable<TriedArguments> LeftOut(int cpus) =>
        from word in $"{GuestPayload.OneCpuFirst} {GuestPayload.OnSeveralNodes(cpus)}".Split(' ')
        group word.Split('=')[0] by word.Split('=', '.')[0] into names
        select new TriedArguments($"without {string.Join(", ", names)}", string.Join(' ', names.Select(name => _contraries.GetValueOrDefault(name, $"{name}="))));
}

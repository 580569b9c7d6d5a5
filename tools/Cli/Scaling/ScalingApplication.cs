using System.Collections.Generic;

namespace Pilevisor.Cli.Scaling;

/// <summary>A program whose work is the same for any number of CPUs, in shell words of the guest. What it prints behind "result ", if it does, must be the same on every machine.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="About">What it does, and what its CPUs share.</param>
/// <param name="Command">What is timed: a program and its arguments.</param>
/// <param name="Prepare">What comes before; nothing if empty.</param>
/// <param name="Check">What comes after: shows that the result is right, by its status and by what it prints behind "result ".</param>
/// <param name="Packages">Debian's packages that it is of.</param>
internal sealed record ScalingApplication(string Name, string About, string Command, string Prepare = "true", string Check = "true", params IReadOnlyList<string> Packages)
{
    /// <summary>All there are: those that share little first.</summary>
    public static IReadOnlyList<ScalingApplication> All { get; } =
    [
        new("montecarlo", "random points, nothing shared until the end", "montecarlo 1500000000"),
        new("matmul", "a matrix product: all read one matrix, each writes rows of its own", "matmul 1024"),
        new("sieve", "a segmented sieve: each has pages of its own", "sieve 500000000"),
        new("raytrace", "rays through a scene of a few words, each writes lines of one picture", "raytrace 2048"),
        new("pigz", "compresses 4 MiB that one thread reads and hands out to the others", "sh -c 'pigz -k -f -p $(nproc) /tmp/scaling'",
            "{ seq 1 9999999 | head -c 4194304 >/tmp/scaling; }", "{ pigz -dc /tmp/scaling.gz | cmp - /tmp/scaling && echo result $(wc -c </tmp/scaling.gz); }", "pigz"),
        new("kernel build", "a module by the kernel's own build system: it tries what the compiler can do, one thing after the other, then has seven files compiled, as many at once as there are CPUs, and linked", "load-kbuild"),
        new("hackbench", "groups of processes that send each other messages by sockets: wake-ups and the kernel's locks", "sh -c 'hackbench -g 2 -f 5 -l 50 >/tmp/scaling.log'", Check: "grep -q ^Time: /tmp/scaling.log", Packages: "rt-tests"),
        new("one page", "each adds to its own word, all words are on one page", "contend page 1000000000"),
        new("mutex", "one lock goes from hand to hand", "contend mutex 20000000"),
        new("one word", "all add to one word, atomically", "contend atomic 50000000"),
    ];
}

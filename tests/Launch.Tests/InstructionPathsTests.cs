using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class InstructionPathsTests
{
    private readonly InstructionPaths _paths = new(ImageSymbols.Parse([
        "0000000040200800 T vectors",
        "0000000040201000 t Kernel_Waits__Serve",
        "0000000040202000 t Coherence_PageFaults__Resolve",
        "0000000040203000 t Coherence_CoherenceReceiver__Receive",
        "0000000040204000 T __text_end",
        "0000000040205000 d data",
    ]));

    [Fact]
    public void Ways_are_counted_from_the_vector_to_the_next_one() =>
        Assert.Equal([3, 2], Lengths(Log(0x40200c00, 0x40202000, 0x40202004, 0x40200c80, 0x40202000, 0x40200c00), new("__Resolve")));

    [Fact]
    public void A_way_past_the_unwanted_function_is_left_out() =>
        Assert.Equal([2], Lengths(Log(0x40200c00, 0x40202000, 0x40203000, 0x40200c80, 0x40203ffc, 0x40200c80), new("__Receive", PastBy: "__Resolve")));

    [Fact]
    public void What_the_log_cuts_is_left_out() => Assert.Empty(_paths.Of(Log(0x40202000, 0x40200c00, 0x40202000), new("__Resolve")));

    [Fact]
    public void Lines_that_are_no_instructions_do_not_count() =>
        Assert.Equal([2], Lengths(["Stopped execution of TB chain", .. Log(0x40200c00, 0x40202000), "Trace 0: 0x7f [0000", .. Log(0x40200c00)], new("__Resolve")));

    [Fact]
    public void An_unknown_function_is_refused() => Assert.Throws<LaunchException>(() => _paths.Of([], new("__Nothing")));

    [Fact]
    public void Each_instruction_belongs_to_the_function_that_begins_last_before_it()
    {
        InstructionPath path = Assert.Single(_paths.Of(Log(0x40200c00, 0x40202000, 0x40202ffc, 0x40203000, 0x40200c80), new("__Resolve")));
        Assert.Equal(4, path.Length);
        Assert.Equal([("Coherence_CoherenceReceiver__Receive", 1), ("Coherence_PageFaults__Resolve", 2), ("vectors", 1)], path.Functions.Select(f => (f.Key, f.Value)).Order());
    }

    [Fact]
    public void Each_cpu_goes_its_own_way() =>
        Assert.Equal([3, 2], Lengths([.. Log(0x40200c00, 0x40202000), .. LogOf(1, 0x40200c80, 0x40202000), .. Log(0x40202004, 0x40200c00), .. LogOf(1, 0x40200c00)], new("__Resolve")));

    // Rounds of 2, 1, 3 and 1: the last two count, the third since it brings news, the last since it is the last.
    [Fact]
    public void A_round_of_a_wait_that_brings_nothing_does_not_count() =>
        Assert.Equal([2 + 3 + 2], Lengths(
            Log(0x40200c00, 0x40202000, 0x40201000, 0x40202004, 0x40201000, 0x40201000, 0x40203000, 0x40202004, 0x40201000, 0x40202008, 0x40200c00), new("__Resolve", Round: "__Serve", News: "__Receive")));

    private IEnumerable<int> Lengths(IEnumerable<string> log, PathKind kind) => _paths.Of(log, kind).Select(path => path.Length);

    private static IEnumerable<string> Log(params ulong[] addresses) => LogOf(0, addresses);

    private static IEnumerable<string> LogOf(int cpu, params ulong[] addresses) => addresses.Select(address => $"Trace {cpu}: 0x7f1f240024c0 [0000000000000000/{address:x16}/00000061/ff000201] ");
}

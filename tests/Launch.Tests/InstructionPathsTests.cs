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
        Assert.Equal([3, 2], Lengths(Log(0x40200c00, 0x40202000, 0x40202004, 0x40200c80, 0x40202000, 0x40200c00), "__Resolve", null));

    [Fact]
    public void A_way_past_the_unwanted_function_is_left_out() =>
        Assert.Equal([2], Lengths(Log(0x40200c00, 0x40202000, 0x40203000, 0x40200c80, 0x40203ffc, 0x40200c80), "__Receive", "__Resolve"));

    [Fact]
    public void What_the_log_cuts_is_left_out() => Assert.Empty(_paths.Through(Log(0x40202000, 0x40200c00, 0x40202000), "__Resolve", null));

    [Fact]
    public void Lines_that_are_no_instructions_do_not_count() =>
        Assert.Equal([2], Lengths(["Stopped execution of TB chain", .. Log(0x40200c00, 0x40202000), "Trace 0: 0x7f [0000", .. Log(0x40200c00)], "__Resolve", null));

    [Fact]
    public void An_unknown_function_is_refused() => Assert.Throws<LaunchException>(() => _paths.Through([], "__Nothing", null));

    [Fact]
    public void Each_instruction_belongs_to_the_function_that_begins_last_before_it()
    {
        InstructionPath path = Assert.Single(_paths.Through(Log(0x40200c00, 0x40202000, 0x40202ffc, 0x40203000, 0x40200c80), "__Resolve", null));
        Assert.Equal(4, path.Length);
        Assert.Equal([("Coherence_CoherenceReceiver__Receive", 1), ("Coherence_PageFaults__Resolve", 2), ("vectors", 1)], path.Functions.Select(f => (f.Key, f.Value)).Order());
    }

    private IEnumerable<int> Lengths(IEnumerable<string> log, string through, string? pastBy) => _paths.Through(log, through, pastBy).Select(path => path.Length);

    private static IEnumerable<string> Log(params ulong[] addresses) => addresses.Select(address => $"Trace 0: 0x7f1f240024c0 [0000000000000000/{address:x16}/00000061/ff000201] ");
}

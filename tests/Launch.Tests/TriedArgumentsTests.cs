using System;
using System.Linq;
using Pilevisor.Cli.Commands;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class TriedArgumentsTests
{
    private static readonly string[] _ours = $"{GuestPayload.OneCpuFirst} {GuestPayload.OnSeveralNodes(3)}".Split(' ');

    [Fact]
    public void Each_word_of_ours_is_left_out_once()
    {
        string[] left = [.. TriedArguments.LeftOut(3).SelectMany(each => Missing(each).Select(word => word.Split('=')[0]))];
        Assert.Equal(_ours.Select(word => word.Split('=')[0]), left);
    }

    [Fact]
    public void A_change_is_called_after_what_it_leaves_out() =>
        Assert.All(TriedArguments.LeftOut(3), each => Assert.Equal(each.Name, $"without {string.Join(", ", Missing(each).Select(word => word.Split('=')[0]))}"));

    [Fact]
    public void Candidates_differ() => Assert.Equal(TriedArguments.Candidates.Count, TriedArguments.Candidates.Select(each => each.Append.Split('=')[0]).Distinct().Count());

    // A candidate that took a word of ours away would be measured with its loss. Without NUMA there is nothing to balance.
    [Fact]
    public void Candidates_leave_our_words_as_they_are() =>
        Assert.Equal(["numa_balancing=disable"], TriedArguments.Candidates.SelectMany(Missing));

    private static string[] Missing(TriedArguments tried) => [.. _ours.Except(KernelArguments.Join([string.Join(' ', _ours)], tried.Append).Split(' '))];
}

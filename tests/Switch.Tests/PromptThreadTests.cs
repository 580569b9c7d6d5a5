using System;
using System.Globalization;
using System.IO;
using System.Threading;
using Xunit;

namespace Pilevisor.Switch.Tests;

public sealed class PromptThreadTests
{
    private const string ThisThread = "/proc/thread-self/stat";

    // proc(5): the fields of a thread's stat line are counted from 1; after its name, which is in parentheses, comes the third.
    private const int PriorityField = 40;
    private const int PolicyField = 41;
    private const int Other = 0;
    private const int RoundRobin = 2;

    [Fact]
    public void The_kernel_knows_that_the_thread_is_prompt_or_it_is_said_that_it_does_not() => OnAThread(() =>
    {
        Assert.Equal((0, Other), Scheduling());
        bool isPrompt = PromptThread.TryMake(PromptThread.Current);
        Assert.Equal(isPrompt ? (1, RoundRobin) : (0, Other), Scheduling());
    });

    [Fact]
    public void What_a_prompt_thread_starts_is_as_others_are() => OnAThread(() =>
    {
        PromptThread.TryMake(PromptThread.Current);
        OnAThread(() => Assert.Equal((0, Other), Scheduling()));
    });

    [Fact]
    public void A_thread_that_is_not_there_is_not_made_prompt() => Assert.False(PromptThread.TryMake(int.MaxValue));

    private static void OnAThread(Action body)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(body));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static (int Priority, int Policy) Scheduling()
    {
        string stat = File.ReadAllText(ThisThread);
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[PriorityField - 3], CultureInfo.InvariantCulture), int.Parse(fields[PolicyField - 3], CultureInfo.InvariantCulture));
    }
}

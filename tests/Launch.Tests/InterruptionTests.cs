using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>The command line told to end while it works. Ctrl-C needs a terminal: see the tests that boot machines.</summary>
public class InterruptionTests
{
    // A command that does not end is a failure, and no hang.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(HostSignals.Terminate, "simulating", "sim", "--nodes", "64", "--accesses", "100000000")]
    [InlineData(HostSignals.Hangup, "exploring", "check", "--nodes", "4", "--pages", "4")]
    [InlineData(HostSignals.Quit, "seeds", "sim", "--seeds", "1000000")]
    public async Task A_signal_ends_a_command_with_the_signals_status(int signal, string begun, params string[] command)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(_patience);
        CancellationToken cancellation = patience.Token;
        // Who runs the tests in the background may have told them to ignore these signals, and children inherit that.
        ProcessStartInfo start = new("env", ["--default-signal", "dotnet", typeof(CommandLine).Assembly.Location, .. command]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = await ChildSpawner.StartAsync(start);
        string? line = await process.StandardError.ReadLineAsync(cancellation);
        Assert.Contains(begun, line);
        HostSignals.Send(process.Id, signal);
        Assert.EndsWith("pilevisor: interrupted\n", await process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        Assert.Equal(HostSignals.StatusOf(signal), process.ExitCode);
    }
}

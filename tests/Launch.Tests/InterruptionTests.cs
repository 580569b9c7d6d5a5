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
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(HostSignals.Terminate, "simulating", "sim", "--nodes", "64", "--accesses", "100000000")]
    [InlineData(HostSignals.Hangup, "exploring", "check", "--nodes", "4", "--pages", "4")]
    [InlineData(HostSignals.Quit, "seeds", "sim", "--seeds", "1000000")]
    public async Task A_signal_ends_a_command_with_the_signals_status(int signal, string begun, params string[] command)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        // A shell lets what it runs in the background ignore SIGQUIT, nohup SIGHUP: what is ignored here must not be there.
        ProcessStartInfo start = new("env", ["--default-signal", "dotnet", typeof(CommandLine).Assembly.Location, .. command]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = await ChildSpawner.StartAsync(start);
        try
        {
            string? line = await process.StandardError.ReadLineAsync(cancellation).AsTask().WaitAsync(_limit, cancellation);
            Assert.Contains(begun, line);
            HostSignals.Send(process.Id, signal);
            Assert.EndsWith("pilevisor: interrupted\n", await process.StandardError.ReadToEndAsync(cancellation).WaitAsync(_limit, cancellation));
            await process.WaitForExitAsync(cancellation).WaitAsync(_limit, cancellation);
            Assert.Equal(HostSignals.StatusOf(signal), process.ExitCode);
        }
        finally
        {
            ProcessTree.End(process);
        }
    }
}

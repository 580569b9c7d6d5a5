using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class DriftingClockTests
{
    // Ten times as fast, and half as fast.
    [Theory]
    [InlineData(9_000_000)]
    [InlineData(-500_000)]
    public async Task A_process_with_the_library_has_another_time(int partsPerMillion)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using RunDirectory directory = new();
        ProcessStartInfo start = new("dotnet", [typeof(DriftingClockTests).Assembly.Location, "-noLogo", "-class", typeof(OneClock).FullName!]) { RedirectStandardOutput = true };
        start.Environment["LD_PRELOAD"] = await new DriftingClock(RepositoryLayout.Find()).MakeAsync(directory, cancellation);
        start.Environment[DriftingClock.Variable] = partsPerMillion.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, output);
    }

    /// <summary>What the test above runs in a process of its own; here it finds a clock that is right.</summary>
    public class OneClock
    {
        private static readonly TimeSpan _aWhile = TimeSpan.FromMilliseconds(300);

        [Fact]
        public void Its_time_is_as_much_too_fast_as_was_asked_for()
        {
            string? drift = Environment.GetEnvironmentVariable(DriftingClock.Variable);
            double expected = 1 + (drift is null ? 0 : int.Parse(drift, CultureInfo.InvariantCulture) / 1e6);
            DateTime begin = DateTime.UtcNow;
            Stopwatch clock = Stopwatch.StartNew();
            while (DateTime.UtcNow - begin < _aWhile) Thread.Yield();
            double measured = clock.Elapsed / (DateTime.UtcNow - begin);
            Assert.InRange(measured / expected, 0.9, 1.1);
        }
    }
}

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
    private const string Begin = "PILEVISOR_TEST_BEGIN";
    private const string Rate = "PILEVISOR_TEST_RATE";
    private const string Ahead = "PILEVISOR_TEST_AHEAD";

    // Ten times as fast, and half as fast; and hours ahead.
    [Theory]
    [InlineData(9_000_000, 0)]
    [InlineData(-500_000, 0)]
    [InlineData(0, 1000)]
    [InlineData(-500_000, 3)]
    public async Task A_process_with_the_library_has_another_time(int partsPerMillion, int hours)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using RunDirectory directory = new();
        ProcessStartInfo start = new("dotnet", [typeof(DriftingClockTests).Assembly.Location, "-noLogo", "-class", typeof(OneClock).FullName!]) { RedirectStandardOutput = true };
        new ClockDrift(await new DriftingClock(RepositoryLayout.Find()).MakeAsync(directory, cancellation), partsPerMillion, TimeSpan.FromHours(hours)).Apply(start.Environment);
        start.Environment[Rate] = (1 + (partsPerMillion / 1e6)).ToString(CultureInfo.InvariantCulture);
        start.Environment[Ahead] = hours.ToString(CultureInfo.InvariantCulture);
        start.Environment[Begin] = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, output);
    }

    /// <summary>What the test above runs in a process of its own; here it finds a clock that is right.</summary>
    public class OneClock
    {
        private static readonly TimeSpan _aWhile = TimeSpan.FromMilliseconds(300);

        // A process is up within seconds, at ten times the rate.
        private static readonly TimeSpan _start = TimeSpan.FromMinutes(30);

        [Fact]
        public void Its_time_is_as_much_too_fast_and_as_far_ahead_as_was_asked_for()
        {
            double expected = Number(Rate, 1);
            DateTime begin = DateTime.UtcNow;
            Stopwatch clock = Stopwatch.StartNew();
            while (DateTime.UtcNow - begin < _aWhile) Thread.Yield();
            double measured = clock.Elapsed / (DateTime.UtcNow - begin);
            Assert.InRange(measured / expected, 0.9, 1.1);

            // The clock has one zero for all processes of the host.
            TimeSpan ahead = TimeSpan.FromHours(Number(Ahead, 0));
            Assert.InRange(Stopwatch.GetElapsedTime((long)Number(Begin, Stopwatch.GetTimestamp())), ahead, ahead + _start);
        }

        private static double Number(string variable, double otherwise) => Environment.GetEnvironmentVariable(variable) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}

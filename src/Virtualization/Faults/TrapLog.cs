using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The log, for what the guest can cause as often as it likes: at most <see cref="LinesPerSecond"/> lines a second, and one that says so if there were more. Any CPU may write, under any lock.</summary>
/// <param name="log">Where lines go.</param>
/// <param name="counter">The time.</param>
public sealed class TrapLog(ILog log, ICounter counter)
{
    /// <summary>The most lines a second.</summary>
    public const int LinesPerSecond = 16;

    private ulong _second;
    private int _lines;

    /// <summary>Writes a warning, unless there were too many just now.</summary>
    public void Warn(ref TextBuilder line)
    {
        BeginSecond();
        int number = Interlocked.Increment(ref _lines);
        if (number <= LinesPerSecond) log.Write(LogLevel.Warning, ref line);
        else if (number == LinesPerSecond + 1) log.Warn($"the guest causes more than {LinesPerSecond} such lines a second: the rest of them are left out");
    }

    // One CPU wins; a line that another writes meanwhile counts for either second.
    private void BeginSecond()
    {
        ulong now = counter.Now.Value;
        ulong second = Volatile.Read(ref _second);
        if (now - second >= counter.FrequencyHz && Interlocked.CompareExchange(ref _second, now, second) == second) Volatile.Write(ref _lines, 0);
    }
}

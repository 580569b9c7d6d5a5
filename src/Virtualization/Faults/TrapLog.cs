using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The log, for what the guest can cause as often as it likes: at most <see cref="LinesPerSecond"/> lines a second, the rest are dropped.</summary>
/// <param name="log">Where lines go.</param>
/// <param name="counter">The time.</param>
public sealed class TrapLog(ILog log, ICounter counter)
{
    /// <summary>The most lines a second.</summary>
    public const int LinesPerSecond = 16;

    private Cycles _second;
    private int _lines;

    /// <summary>Writes a warning, unless there were too many just now.</summary>
    public void Warn(ref TextBuilder line)
    {
        Cycles now = counter.Now;
        if (_lines == 0 || (now - _second).Value >= counter.FrequencyHz)
        {
            _second = now;
            _lines = 0;
        }
        if (_lines >= LinesPerSecond) return;
        _lines++;
        log.Write(LogLevel.Warning, ref line);
    }
}

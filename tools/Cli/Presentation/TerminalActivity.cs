using System;
using System.Diagnostics;
using System.Threading;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Cli.Presentation;

/// <summary>Something under way, on the terminal.</summary>
internal sealed class TerminalActivity : IActivity
{
    private const string Spinner = @"|/-\";
    private static readonly TimeSpan _redraw = TimeSpan.FromMilliseconds(150);
    private readonly TerminalActivities _owner;
    private readonly string _what;
    private readonly TerminalActivity? _outer;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Timer _timer;
    private volatile string _detail = string.Empty;
    private bool _succeeded;
    private bool _ended;
    private int _turn;

    public TerminalActivity(TerminalActivities owner, string what, TerminalActivity? outer)
    {
        (_owner, _what, _outer) = (owner, what, outer);
        _timer = new Timer(_ => Draw(), null, TimeSpan.Zero, _redraw);
    }

    public void Report(string detail) => _detail = detail;

    public void Succeed() => _succeeded = true;

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _timer.Dispose();
        _owner.End(this, _outer, _succeeded, $"{_what} ({_clock.Elapsed.TotalSeconds:0.0} s)");
    }

    private void Draw() => _owner.Draw(this, Spinner[_turn++ % Spinner.Length], $"{_what} ({_clock.Elapsed.TotalSeconds:0} s) {_detail}");
}

using System;
using System.Threading;
using Pilevisor.Launch.Progress;
using Spectre.Console;

namespace Pilevisor.Cli.Presentation;

/// <summary>
/// Shows on standard error what is under way: on a terminal one line that moves, then a line that stays; elsewhere a line when something begins and one when it has ended.
/// </summary>
internal sealed class TerminalActivities : IActivities
{
    private readonly Lock _gate = new();
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
    private TerminalActivity? _current;

    /// <summary>Whether a person watches.</summary>
    public static bool IsTerminal => !Console.IsErrorRedirected;

    public IActivity Begin(string what)
    {
        lock (_gate)
        {
            if (!IsTerminal) _console.WriteLine($"{what} ...");
            return _current = new TerminalActivity(this, what, outer: _current);
        }
    }

    public void Note(string line)
    {
        lock (_gate)
        {
            Erase();
            Console.Error.WriteLine(line);
        }
    }

    /// <summary>Draws the moving line.</summary>
    internal void Draw(TerminalActivity activity, char spinner, string text)
    {
        lock (_gate)
        {
            if (_current != activity || !IsTerminal) return;
            int width = Math.Max(20, _console.Profile.Width - 1);
            string line = $"{spinner} {text}";
            Console.Error.Write("\r\e[K" + (line.Length > width ? line[..width] : line));
        }
    }

    /// <summary>Replaces the moving line by one that stays.</summary>
    internal void End(TerminalActivity activity, TerminalActivity? outer, bool succeeded, string text)
    {
        lock (_gate)
        {
            Erase();
            if (_current == activity) _current = outer;
            _console.MarkupLine($"{(succeeded ? "[green]ok[/]" : "[red]failed[/]")} {Markup.Escape(text)}");
        }
    }

    private static void Erase()
    {
        if (IsTerminal) Console.Error.Write("\r\e[K");
    }
}

using System;
using System.IO;
using System.Text;

namespace Pilevisor.Launch.Traces;

/// <summary>The lines of a trace file, with their numbers. No line is longer than a trace's can be, whatever the file is.</summary>
/// <param name="text">The file.</param>
/// <param name="name">Its name.</param>
internal sealed class TraceLines(TextReader text, string name)
{
    private const int MaximumCharacters = 500;
    private const int ShownCharacters = 60;
    private readonly StringBuilder _line = new();

    /// <summary>The number of the line that was read last.</summary>
    public int Number { get; private set; }

    /// <summary>The next line.</summary>
    /// <param name="expected">What it should be, for the message.</param>
    /// <exception cref="TraceFormatException">If there is none.</exception>
    public string Next(string expected)
    {
        Number++;
        return TryTake(out string line) ? line : throw Refuse($"the file ends here, before {expected}: it was cut short");
    }

    /// <summary>The words of the next line.</summary>
    /// <param name="form">What it should be: its first word, and a word for each that follows.</param>
    /// <exception cref="TraceFormatException">If it begins otherwise, or has more or fewer.</exception>
    public string[] Next(params ReadOnlySpan<string> form)
    {
        string expected = $"a line \"{string.Join(' ', form.ToArray())}\"";
        string line = Next(expected);
        string[] words = line.Split(' ');
        return words.Length == form.Length && words[0] == form[0] ? words : throw Refuse($"{Shown(line)} is not {expected}");
    }

    /// <summary>Throws if there is anything more.</summary>
    public void ExpectEnd()
    {
        Number++;
        if (TryTake(out string line)) throw Refuse($"{Shown(line)} follows the line \"end\", which is the last");
    }

    /// <summary>An exception about the line that was read last.</summary>
    public TraceFormatException Refuse(string problem) => new(name, Number, problem);

    /// <summary>A text from the file in a message.</summary>
    public static string Shown(string line) =>
        line.Length > ShownCharacters ? $"\"{line[..ShownCharacters]}...\"" : $"\"{line}\"";

    private bool TryTake(out string line)
    {
        _line.Clear();
        int next;
        try
        {
            while ((next = text.Read()) is not (-1 or '\n'))
            {
                if (_line.Length == MaximumCharacters) throw Refuse($"a line of more than {MaximumCharacters} characters: no line of a trace is so long");
                if (next is < ' ' or > '~') throw Refuse($"a character with the number {next}: a trace has printable ASCII characters, and lines that end in one line feed");
                _line.Append((char)next);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Refuse($"the file cannot be read any further: {e.Message}");
        }

        line = _line.ToString();
        return next != -1 || line.Length > 0;
    }
}

using System;
using System.IO;
using System.Text;

namespace Pilevisor.Cli.Presentation;

/// <summary>Writes what is for people's eyes only: if nobody can see it, because the terminal has gone or a disk is full, that is no reason for anything else to fail.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class ForgivingWriter(TextWriter output) : TextWriter
{
    public override Encoding Encoding => output.Encoding;

    public override void Write(char value) => Try(() => output.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => output.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => output.Write(value));

    public override void WriteLine(string? value) => Try(() => output.WriteLine(value));

    public override void Flush() => Try(output.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }
}

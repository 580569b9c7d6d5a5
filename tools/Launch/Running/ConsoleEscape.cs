using System;
using System.Collections.Generic;
using System.Text;

namespace Pilevisor.Launch.Running;

/// <summary>What goes to a guest whose console is on a terminal that has a size: samples/guests/support/terminal.c reads it there. What is typed stays as it is, but for record separators, which come twice.</summary>
public static class ConsoleEscape
{
    private const byte RecordSeparator = 0x1e;

    /// <summary>What was typed.</summary>
    public static byte[] Typed(ReadOnlySpan<byte> bytes)
    {
        List<byte> escaped = new(bytes.Length);
        foreach (byte next in bytes)
        {
            escaped.Add(next);
            if (next == RecordSeparator) escaped.Add(next);
        }

        return [.. escaped];
    }

    /// <summary>That the terminal has another size now.</summary>
    public static byte[] Resized(TerminalSize size) => [RecordSeparator, .. Encoding.ASCII.GetBytes($"{size}\n")];
}

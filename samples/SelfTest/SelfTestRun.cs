using System;
using Pilevisor.Checks;
using Pilevisor.Kernel;

namespace Pilevisor.SelfTest;

/// <summary>
/// First every check that has a value, then those that must panic. A panic cannot be returned from, so each goes on with the next one deeper in the stack; what
/// is left when all are through is to power off. Lines are "check NAME 0xVALUE", "panic NAME MESSAGE", "sealed NAME MESSAGE", "survived NAME" and "end".
/// </summary>
internal static class SelfTestRun
{
    private static int s_fatal;

    internal static void Begin() => AllChecks.Run(new UartReport());

    internal static void RunNextFatal()
    {
        int current = s_fatal;
        if (current < FatalChecks.Count)
        {
            FatalChecks.Run(current, 1);
        }
        else if (current < FatalChecks.Count + SealChecks.Count)
        {
            SealChecks.Run(current - FatalChecks.Count);
        }
        else
        {
            Machine.WriteLine("end");
            Machine.PowerOff();
        }
        Continue("survived ", default);
    }

    internal static void Panicked(ReadOnlySpan<char> message) => Continue(s_fatal < FatalChecks.Count ? "panic " : "sealed ", message);

    private static void Continue(string outcome, ReadOnlySpan<char> message)
    {
        TextBuilder line = new(0, 0);
        line.AppendLiteral(outcome);
        line.AppendLiteral(s_fatal < FatalChecks.Count ? FatalChecks.Name(s_fatal) : SealChecks.Name(s_fatal - FatalChecks.Count));
        line.Append(' ');
        foreach (char character in message) line.Append(character);
        Machine.WriteLine(line.Text);
        s_fatal++;
        RunNextFatal();
    }
}

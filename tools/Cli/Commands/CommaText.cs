using System;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>Values of the form PATH,option,option. A comma of the path is written twice, as QEMU has it.</summary>
internal static class CommaText
{
    /// <summary>For the message about an option that is none.</summary>
    public const string Hint = "; a comma in a path is written twice";

    // No text on a command line has it.
    private const char Comma = '\0';

    /// <summary>The parts, the first of which is the path.</summary>
    public static string[] Split(string text) => [.. text.Replace(",,", $"{Comma}", StringComparison.Ordinal).Split(',').Select(part => part.Replace(Comma, ','))];
}

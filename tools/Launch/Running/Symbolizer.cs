using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Running;

/// <summary>Puts names and source lines to the code addresses in a panic report.</summary>
/// <param name="elf">The image that panicked, with symbols.</param>
public sealed partial class Symbolizer(string elf)
{
    private const string Program = "llvm-symbolizer";

    /// <summary>The report, each line with a code address followed by what is there; as it is, if the symbolizer is not installed.</summary>
    public async Task<string> SymbolizeAsync(string report, CancellationToken cancellation)
    {
        if (!ProgramPath.Exists(Program)) return report;
        StringBuilder result = new();
        foreach (string line in report.Split('\n'))
        {
            result.Append(line);
            // A return address is the one after the call: one byte less lies in the call itself.
            if (ReturnAddress().Match(line) is { Success: true } at) result.Append(await NameAsync(Parse(at) - 1, cancellation));
            else if (FaultAddress().Match(line) is { Success: true } elr) result.Append(await NameAsync(Parse(elr), cancellation));
            result.Append('\n');
        }

        return result.ToString().TrimEnd();
    }

    private static ulong Parse(Match match) => ulong.Parse(match.Groups["address"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private async Task<string> NameAsync(ulong address, CancellationToken cancellation)
    {
        HostCommandResult found = await new HostCommand(Program, $"--obj={elf}", "--output-style=GNU", "--functions=linkage", "--demangle", "--basenames", $"0x{address:x}").RunAsync(cancellation);
        List<string> names = found.Output.Where(l => l.Length > 0).ToList();
        if (found.Status != 0 || names.Count < 2 || names[0] == "??") return string.Empty;
        return $"  {names[0]} ({names[1]})";
    }

    [GeneratedRegex(@"^\s+at (0x)?(?<address>[0-9a-fA-F]{6,16})\b")]
    private static partial Regex ReturnAddress();

    [GeneratedRegex(@"\bELR_EL2 (0x)?(?<address>[0-9a-fA-F]{6,16})\b")]
    private static partial Regex FaultAddress();
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Pilevisor.Virtualization.Tests;

/// <summary>LLVM's disassembler (Debian: llvm), as a second opinion on what an instruction is.</summary>
internal static partial class Disassembler
{
    // What LLVM may know beyond the first version of the architecture.
    private const string Features = "+v8.7a,+mte,+pauth,+ls64";

    /// <summary>The text of each of <paramref name="words"/> that is an instruction. One whose should-be-one bits are not ones stands there with ones.</summary>
    public static Dictionary<uint, string> Disassemble(IEnumerable<uint> words)
    {
        string input = string.Concat(words.Select(word => $"0x{word & 0xff:x2} 0x{(word >> 8) & 0xff:x2} 0x{(word >> 16) & 0xff:x2} 0x{word >> 24:x2}\n"));
        Dictionary<uint, string> texts = [];
        foreach (Match line in Line().Matches(Run(input)))
        {
            uint[] bytes = [.. line.Groups["byte"].Captures.Select(capture => uint.Parse(capture.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            texts[bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24)] = line.Groups["text"].Value.Replace('\t', ' ').Trim();
        }
        return texts;
    }

    private static string Run(string input)
    {
        ProcessStartInfo start = new("llvm-mc", ["-disassemble", "-show-encoding", "-triple=aarch64", $"-mattr={Features}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("llvm-mc does not start: ./pilevisor doctor");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using (StreamWriter writer = process.StandardInput) writer.Write(input);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"llvm-mc failed: {errors.Result}");
        return output.Result;
    }

    [GeneratedRegex(@"^\s+(?<text>\S.*?)\s*// encoding: \[(?:0x(?<byte>[0-9a-f]{2}),?){4}\]\s*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Images;

/// <summary>What of an image belongs to which component: by its symbols, each from its address to the next one's, so that padding belongs to what it follows and nothing is left over.</summary>
public static partial class ImageSizes
{
    private const string Program = "llvm-nm";

    // Where an assembly's symbols do not belong.
    private const string Texts = "texts (UTF-16)";
    private const string Assembled = "assembled";
    private const string Runtime = "tables of the runtime";
    private const string Reserved = "arena and stacks";

    /// <summary>The components of an ELF file, the largest first.</summary>
    /// <exception cref="LaunchException">If its symbols cannot be read.</exception>
    public static async Task<IReadOnlyList<ComponentSize>> ReadAsync(string elf, CancellationToken cancellation)
    {
        HostCommandResult symbols = await new HostCommand(Program, "--numeric-sort", elf).RunCheckedAsync(cancellation);
        return Parse(symbols.Output);
    }

    /// <summary>Takes what nm writes, in order of addresses.</summary>
    public static IReadOnlyList<ComponentSize> Parse(IEnumerable<string> lines)
    {
        // Absolute symbols are no places; $x and $d are the assembler's.
        (long Address, char Kind, string Name)[] symbols =
        [
            .. lines.Select(line => line.Split(' ', 3)).Where(f => f.Length == 3 && f[1] is not ("a" or "A") && !f[2].StartsWith('$'))
                .Select(f => (long.Parse(f[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), char.ToLowerInvariant(f[1][0]), f[2])),
        ];
        IEnumerable<(string Component, char Kind, long Bytes)> parts = symbols.Zip(symbols.Skip(1), (symbol, next) => (Component(symbol.Name, symbol.Kind), symbol.Kind, next.Address - symbol.Address));
        return [.. parts.GroupBy(part => part.Component).Select(Sum).Where(size => size.Binary + size.Bss > 0).OrderByDescending(size => size.Binary).ThenBy(size => size.Name, StringComparer.Ordinal)];
    }

    private static ComponentSize Sum(IGrouping<string, (string Component, char Kind, long Bytes)> parts)
    {
        return new(parts.Key, Of('t'), Of('r'), Of('d'), Of('b'));

        long Of(char kind) => parts.Where(part => part.Kind == kind).Sum(part => part.Bytes);
    }

    private static string Component(string symbol, char kind)
    {
        if (symbol.StartsWith("__Str_", StringComparison.Ordinal)) return Texts;
        Match assembly = Assembly().Match(symbol);
        if (assembly.Success) return assembly.Groups[1].Value;
        return kind == 't' ? Assembled : kind == 'b' ? Reserved : Runtime;
    }

    // ILC's symbols begin with the assembly's name, those of method tables and the like with what they are.
    [GeneratedRegex("^(?:_ZTV[0-9]+|__[A-Za-z]+?_?|__Array<|Boxed_)*?Pilevisor_([A-Za-z]+)_")]
    private static partial Regex Assembly();
}

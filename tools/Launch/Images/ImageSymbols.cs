using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Images;

/// <summary>Where an image's code is.</summary>
public sealed class ImageSymbols
{
    private const string Program = "llvm-nm";
    private readonly List<(ulong Address, string Name)> _code;

    private ImageSymbols(List<(ulong Address, string Name)> code) => _code = code;

    /// <summary>The lowest address of code.</summary>
    public ulong First => _code[0].Address;

    /// <summary>The highest address that a symbol of code has.</summary>
    public ulong Last => _code[^1].Address;

    /// <summary>Reads the symbols of an ELF file.</summary>
    /// <exception cref="LaunchException">If that fails.</exception>
    public static async Task<ImageSymbols> ReadAsync(string elf, CancellationToken cancellation)
    {
        HostCommandResult symbols = await new HostCommand(Program, "--numeric-sort", elf).RunCheckedAsync(cancellation);
        return Parse(symbols.Output);
    }

    /// <summary>Takes what nm writes, in order of addresses.</summary>
    public static ImageSymbols Parse(IEnumerable<string> lines)
    {
        IEnumerable<string[]> code = lines.Select(line => line.Split(' ', 3)).Where(fields => fields.Length == 3 && fields[1] is "T" or "t" && !fields[2].StartsWith('$'));
        return new ImageSymbols([.. code.Select(fields => (ulong.Parse(fields[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields[2]))]);
    }

    /// <summary>Where the first symbol whose name ends so begins, and where the next one does.</summary>
    /// <exception cref="LaunchException">If there is none.</exception>
    public (ulong Start, ulong End) Find(string nameEnd)
    {
        int index = _code.FindIndex(symbol => symbol.Name.EndsWith(nameEnd, StringComparison.Ordinal));
        if (index < 0) throw new LaunchException(ExitStatus.Unavailable, $"the image has no symbol that ends in {nameEnd}");
        ulong start = _code[index].Address;
        return (start, _code.Skip(index).Select(symbol => symbol.Address).FirstOrDefault(address => address > start, start));
    }

    /// <summary>The function whose code is at <paramref name="address"/>: the last symbol that is not behind it.</summary>
    public string NameAt(ulong address)
    {
        int index = _code.BinarySearch((address, string.Empty), Comparer<(ulong Address, string Name)>.Create((one, other) => one.Address.CompareTo(other.Address)));
        if (index < 0) index = ~index - 1;
        return index < 0 ? $"{address:x}" : _code[index].Name;
    }
}

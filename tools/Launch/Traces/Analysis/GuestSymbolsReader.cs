using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>Reads a System.map or what /proc/kallsyms says: lines of an address, a type and a name, and of a module in brackets. What is neither is refused.</summary>
public static class GuestSymbolsReader
{
    /// <summary>How to get one from the guest, for messages.</summary>
    public const string HowToGetThem = "./pilevisor up --exec 'cat /proc/kallsyms' > kallsyms";

    private const int MostSymbols = 1 << 22;
    private const int MostCharacters = 1000;
    private const int AddressDigits = 16;

    /// <summary>Reads a file.</summary>
    /// <exception cref="LaunchException">If it cannot be read, or has no symbols of a kernel.</exception>
    public static GuestSymbols Read(string path)
    {
        try
        {
            using StreamReader text = new(path, Encoding.Latin1);
            return Read(text, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(ExitStatus.BadInput, $"the symbols {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads symbols.</summary>
    /// <param name="text">Their lines.</param>
    /// <param name="name">What they are called in messages.</param>
    /// <exception cref="LaunchException">If anything in them is wrong, or they name no code of a kernel.</exception>
    public static GuestSymbols Read(TextReader text, string name)
    {
        List<GuestSymbol> symbols = [];
        for (int number = 1; NextLine(text, name, number) is { } line; number++)
        {
            if (line.Length == 0) continue;
            GuestSymbol symbol = Parse(line) ?? throw Refuse($"{name}:{number}: {TraceLines.Shown(line)} is not \"ADDRESS TYPE NAME [MODULE]\", as in System.map and /proc/kallsyms: ffff800008000000 T _text");
            if (symbols.Count == MostSymbols) throw Refuse($"{name}:{number}: more than {MostSymbols} symbols, which no kernel has");
            // The marks by which arm64 tells code from data in it are no names.
            if (!symbol.Name.StartsWith('$')) symbols.Add(symbol);
        }

        if (symbols.Count == 0) throw Refuse($"{name} has no symbols: {HowToGetThem}");
        if (symbols.All(symbol => symbol.Address == 0)) throw Refuse($"{name} has all its symbols at address 0, as /proc/kallsyms says them to who is not root, or under kptr_restrict=2: read it as root, {HowToGetThem}");
        if (!symbols.Any(symbol => symbol.IsFunction && new TraceSite(symbol.Address, 0).IsKernel)) throw Refuse($"{name} names no function at a kernel's address, from ff80000000000000 on: is it the guest's? {HowToGetThem}");
        return new GuestSymbols(symbols);
    }

    // No line is longer than a symbol's can be, whatever the file is.
    private static string? NextLine(TextReader text, string name, int number)
    {
        StringBuilder line = new();
        int next = text.Read();
        if (next < 0) return null;
        for (; next >= 0 && next != '\n'; next = text.Read())
        {
            if (line.Length == MostCharacters) throw Refuse($"{name}:{number}: a line of more than {MostCharacters} characters: this is neither System.map nor /proc/kallsyms");
            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }

    private static GuestSymbol? Parse(string line)
    {
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (3 or 4) || words[1].Length != 1 || !char.IsAsciiLetter(words[1][0]) || words[0].Length > AddressDigits) return null;
        if (!ulong.TryParse(words[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)) return null;
        if (words.Skip(2).Any(word => word.Any(letter => letter is <= ' ' or > '~'))) return null;
        if (words.Length == 4 && !(words[3].StartsWith('[') && words[3].EndsWith(']'))) return null;
        return new GuestSymbol(address, words[1][0], string.Join(' ', words.Skip(2)));
    }

    private static LaunchException Refuse(string problem) => new(ExitStatus.BadInput, problem);
}

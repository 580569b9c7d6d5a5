using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Reads what a load or store does from its assembly text: the same answer as <see cref="LoadStoreDecoder"/>'s, found another way.</summary>
internal static partial class AssemblyText
{
    // What is not carried out: exclusives, compare and swap, atomics, tags, pointer authentication, 64 bytes at once, prefetches.
    [GeneratedRegex("^(ld|st)(a|l)?x[rp]|^cas|^swp|^(ld|st)(add|clr|eor|set|[su]max|[su]min)|^ldra|^(ld|st|stz|st2|stz2)gm?$|^stgp|^(ld|st)64b|^prf")]
    private static partial Regex Refused();

    [GeneratedRegex(@"^\{ (?<list>[^}]*) \}(\[(?<lane>\d+)\])?, (?<rest>.*)$")]
    private static partial Regex Structure();

    [GeneratedRegex(@"^v(?<number>\d+)\.(?<lanes>\d*)(?<size>[bhsd])$")]
    private static partial Regex StructureRegister();

    public static LoadStore? Read(string text)
    {
        string[] parts = text.Split(' ', 2);
        string mnemonic = parts[0];
        if (Refused().IsMatch(mnemonic)) return null;
        Match structure = Structure().Match(parts[1]);
        return structure.Success ? ReadStructure(mnemonic, structure) : ReadRegisters(mnemonic, parts[1]);
    }

    private static LoadStore ReadStructure(string mnemonic, Match structure)
    {
        int elements = mnemonic[2] - '0';
        Match[] registers = [.. structure.Groups["list"].Value.Split(", ").Select(register => StructureRegister().Match(register))];
        int bytes = Bytes(registers[0].Groups["size"].Value[0]);
        int lanes = int.TryParse(registers[0].Groups["lanes"].Value, CultureInfo.InvariantCulture, out int given) ? given : 1;
        bool isLane = structure.Groups["lane"].Success;
        bool isAllLanes = mnemonic.EndsWith('r');
        LoadStore access = new()
        {
            IsLoad = mnemonic.StartsWith("ld", StringComparison.Ordinal),
            Target = isLane ? LoadStoreTarget.Lane : isAllLanes ? LoadStoreTarget.AllLanes : LoadStoreTarget.Structures,
            First = int.Parse(registers[0].Groups["number"].Value, CultureInfo.InvariantCulture),
            ElementBytes = bytes,
            Elements = isLane || isAllLanes ? elements : registers.Length * lanes,
            StructureElements = elements,
            Lanes = isLane ? 1 : lanes,
            Lane = isLane ? int.Parse(structure.Groups["lane"].Value, CultureInfo.InvariantCulture) : 0,
        };
        return WithAddress(access, structure.Groups["rest"].Value);
    }

    private static LoadStore ReadRegisters(string mnemonic, string operands)
    {
        List<string> fields = [.. operands.Split(", ")];
        bool isPair = mnemonic.TrimEnd('s', 'w').EndsWith('p');
        char kind = fields[0][0];
        bool isSimd = kind is not ('w' or 'x');
        string suffix = mnemonic[(mnemonic.LastIndexOf(isPair ? 'p' : 'r') + 1)..];
        int bytes = suffix.Length > 0 ? Bytes(suffix[^1]) : Bytes(kind);
        bool signExtends = suffix.StartsWith('s');
        LoadStore access = new()
        {
            IsLoad = mnemonic.StartsWith("ld", StringComparison.Ordinal),
            Target = isSimd ? LoadStoreTarget.Simd : LoadStoreTarget.General,
            First = Number(fields[0]),
            Second = isPair ? Number(fields[1]) : 0,
            Elements = isPair ? 2 : 1,
            ElementBytes = bytes,
            SignExtends = signExtends,
            Is64Bit = signExtends ? kind == 'x' : bytes == 8,
            IsUnprivileged = mnemonic.StartsWith("ldtr", StringComparison.Ordinal) || mnemonic.StartsWith("sttr", StringComparison.Ordinal),
        };
        return WithAddress(access, string.Join(", ", fields.Skip(isPair ? 2 : 1)));
    }

    private static LoadStore WithAddress(LoadStore access, string text)
    {
        if (text.StartsWith('#')) return access with { Form = AddressForm.Literal, Base = -1, Immediate = Immediate(text) };
        int end = text.IndexOf(']', StringComparison.Ordinal);
        string[] inside = text[1..end].Split(", ");
        string behind = text[(end + 1)..].TrimStart(',', ' ');
        access = access with { Base = Number(inside[0]) };
        if (behind.StartsWith('#')) return access with { Form = AddressForm.PostIndex, Immediate = Immediate(behind) };
        if (behind.StartsWith('x')) return access with { Form = AddressForm.PostIndexRegister, Index = Number(behind) };
        if (inside.Length == 1) return access with { Form = behind == "!" ? AddressForm.PreIndex : AddressForm.Offset };
        if (inside[1].StartsWith('#')) return access with { Form = behind == "!" ? AddressForm.PreIndex : AddressForm.Offset, Immediate = Immediate(inside[1]) };
        string[] extension = inside.Length > 2 ? inside[2].Split(" #") : ["lsl", "0"];
        return access with
        {
            Form = AddressForm.Register,
            Index = Number(inside[1]),
            IndexExtension = extension[0] switch { "uxtw" => 2, "lsl" => 3, "sxtw" => 6, "sxtx" => 7, _ => throw new FormatException(text) },
            IndexShift = extension.Length > 1 ? int.Parse(extension[1], CultureInfo.InvariantCulture) : 0,
        };
    }

    private static int Number(string register) => register is "sp" or "wzr" or "xzr" ? 31 : int.Parse(register.AsSpan(1), CultureInfo.InvariantCulture);

    private static long Immediate(string text) => long.Parse(text.AsSpan(1), CultureInfo.InvariantCulture);

    private static int Bytes(char letter) => letter switch
    {
        'b' => 1,
        'h' => 2,
        's' or 'w' => 4,
        'd' or 'x' => 8,
        'q' => 16,
        _ => throw new FormatException($"no size: {letter}"),
    };
}

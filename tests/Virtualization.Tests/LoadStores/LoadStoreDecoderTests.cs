using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public class LoadStoreDecoderTests
{
    private const int Seed = 1;

    [Fact]
    public void Every_class_of_loads_and_stores_is_decoded_as_LLVM_decodes_it()
    {
        List<uint> words = [.. LoadsAndStores()];
        Dictionary<uint, string> texts = Disassembler.Disassemble(words);
        List<string> wrong = [];
        foreach (uint word in words.Concat(texts.Keys).Distinct())
        {
            LoadStore? expected = texts.TryGetValue(word, out string? text) ? AssemblyText.Read(text) : null;
            LoadStore? actual = LoadStoreDecoder.TryDecode(word, out LoadStore decoded) ? WithoutUnused(decoded) : null;
            if (Describe(expected) != Describe(actual)) wrong.Add($"{word:x8} {text ?? "unallocated"}: {Describe(actual)}, and not {Describe(expected)}");
        }
        int decodedCount = texts.Values.Count(text => AssemblyText.Read(text) is not null);
        TestContext.Current.TestOutputHelper?.WriteLine($"{words.Count} words, seed {Seed}: {texts.Count} are instructions, {decodedCount} of them are carried out");
        Assert.True(wrong.Count == 0, $"{wrong.Count} decoded wrongly\n{string.Join('\n', wrong.Take(20))}");
        Assert.InRange(decodedCount, 10_000, words.Count);
    }

    [Fact]
    public void Nothing_but_loads_and_stores_is_decoded()
    {
        Random random = new(Seed);
        for (int i = 0; i < 1_000_000; i++)
        {
            uint word = (uint)random.NextInt64(1L << 32);
            if (!IsLoadOrStore(word)) Assert.False(LoadStoreDecoder.TryDecode(word, out _), $"{word:x8}");
        }
    }

    // All values of the bits that tell classes apart, 31:21 and 15:10; registers by chance, and Rm at both ends.
    private static IEnumerable<uint> LoadsAndStores()
    {
        Random random = new(Seed);
        for (uint high = 0; high < 1 << 11; high++)
        {
            if (!IsLoadOrStore(high << 21)) continue;
            for (uint low = 0; low < 1 << 6; low++)
            {
                foreach (uint rm in (uint[])[0, 31, (uint)random.Next(32)]) yield return WithOnes((high << 21) | (rm << 16) | (low << 10) | (uint)random.Next(1024));
            }
        }
    }

    private static bool IsLoadOrStore(uint word) => (word & 0x0a00_0000) == 0x0800_0000;

    // Rs and Rt2 of LDAR, STLR, LDLAR, STLLR should be one, and Rs of LDAPR: LLVM leaves out what has something else there.
    private static uint WithOnes(uint word)
    {
        if ((word & 0x3fa0_0000) == 0x0880_0000) return word | 0x001f_7c00;
        return (word & 0x3fe0_fc00) == 0x38a0_c000 ? word | 0x001f_0000 : word;
    }

    private static string Describe(LoadStore? access) =>
        access is { } known ? string.Join(' ', typeof(LoadStore).GetProperties().Select(p => $"{p.Name} {p.GetValue(known)}")) : "refused";

    // A literal has no base.
    private static LoadStore WithoutUnused(LoadStore access) => access.Form == AddressForm.Literal ? access with { Base = -1 } : access;
}

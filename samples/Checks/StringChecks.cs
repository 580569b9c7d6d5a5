using System;

namespace Pilevisor.Checks;

internal static class StringChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("string.characters", Characters());
        report.Add("string.equality", Equality());
        report.Add("string.switch", Switch());
        report.Add("string.new", New());
    }

    private static ulong Characters()
    {
        Digest digest = default;
        string text = "Pilevisor: \u00e4\u20ac";
        for (int i = 0; i < text.Length; i++) digest.Add((ulong)text[i]);
        foreach (char character in text) digest.Add((ulong)character);
        digest.Add(text.AsSpan(2, 5));
        digest.Add(text.AsSpan(4));
        digest.Add(string.Empty.Length);
        return digest.Value;
    }

    private static ulong Equality()
    {
        Digest digest = default;
        string[] texts = ["", "a", "b", "ab", "abcdefgh", "abcdefgi", "abcdefghi"];
        foreach (string first in texts)
        {
            foreach (string second in texts)
            {
                string copy = new(second.AsSpan());
                digest.Add(first == copy);
                digest.Add(first != second);
                digest.Add(first.Equals(copy));
                digest.Add(first.Equals((object)second));
            }
            digest.Add(first == null);
            digest.Add(string.IsNullOrEmpty(first));
        }
        return digest.Value;
    }

    private static ulong Switch()
    {
        Digest digest = default;
        string[] names = ["memory", "cpus", "chosen", "psci", "timer", "intc", "virtio_mmio", "memorY", ""];
        foreach (string name in names) digest.Add(Classify(new string(name.AsSpan())));
        return digest.Value;
    }

    private static long Classify(string name) => name switch
    {
        "memory" => 1,
        "cpus" => 2,
        "chosen" => 3,
        "psci" => 4,
        "timer" => 5,
        "intc" => 6,
        "pl011" => 7,
        "virtio_mmio" => 8,
        _ => -1,
    };

    private static ulong New()
    {
        Digest digest = default;
        for (int length = 0; length < 40; length++)
        {
            string text = new("The quick brown fox jumps over the lazy dog".AsSpan(0, length));
            digest.Add(text.Length);
            digest.Add(text.AsSpan());
        }
        digest.Add(string.Concat("page", " ", "42").AsSpan());
        digest.Add(new ArgumentException("no such node", "node").Message.AsSpan());
        return digest.Value;
    }
}

using Pilevisor.Kernel;

namespace Pilevisor.Checks;

/// <summary>The text of log lines and panics.</summary>
internal static class TextChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("text.interpolation", Interpolation());
        report.Add("text.hexadecimal", Hexadecimal());
        report.Add("text.overflow", Overflow());
    }

    private static ulong Interpolation()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            Add(ref digest, $"page {number} of {(uint)number}, {(long)number}, {(int)number}, {number > 5}: {"text"} {"bytes"u8}");
        }
        return digest.Value;
    }

    private static ulong Hexadecimal()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers) Add(ref digest, $"{number:x}");
        TextBuilder text = new(0, 0);
        for (int i = 0; i < 256; i += 15) text.AppendHexByte((byte)i);
        digest.Add(text.Text);
        return digest.Value;
    }

    private static ulong Overflow()
    {
        TextBuilder text = new(0, 0);
        for (int i = 0; i < 100; i++) text.AppendLiteral("12345");
        Digest digest = default;
        digest.Add(text.Length);
        digest.Add(text.Text);
        return digest.Value;
    }

    private static void Add(ref Digest digest, TextBuilder text) => digest.Add(text.Text);
}

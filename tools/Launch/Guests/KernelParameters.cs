using System;
using System.Linq;
using System.Text;

namespace Pilevisor.Launch.Guests;

/// <summary>Which words of its command line a kernel knows. Linux is silent about one with a dot that it does not know, as it may be a module's, and passes others on to the first program.</summary>
public static class KernelParameters
{
    // What stands before a sysctl's name; the names themselves are in tables of their own.
    private const string Sysctl = "sysctl.";

    /// <summary>The first word that the kernel has no name for; null if it knows all. That a name is there does not say that the word does something.</summary>
    /// <param name="image">The kernel's Image, not compressed.</param>
    /// <param name="words">Words of a command line.</param>
    public static string? Unknown(ReadOnlySpan<byte> image, string words)
    {
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith(Sysctl, StringComparison.Ordinal)))
        {
            string name = word.Split('=')[0].Replace('-', '_');
            if (!Has(image, name) && !Has(image, word.Split('=')[0])) return word;
        }

        return null;
    }

    // Parameters are kept by their names, __setup's with the equals sign behind.
    private static bool Has(ReadOnlySpan<byte> image, string name) => image.IndexOf(Encoding.ASCII.GetBytes($"\0{name}\0")) >= 0 || image.IndexOf(Encoding.ASCII.GetBytes($"\0{name}=")) >= 0;
}

using System;
using System.Globalization;

namespace Pilevisor.Cli.Commands;

/// <summary>How people write which machine they mean: node2, or 2.</summary>
internal static class NodeName
{
    private const string Prefix = "node";

    /// <summary>The machine's number; null if the text is none.</summary>
    public static int? Read(string text)
    {
        string digits = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int node) ? node : null;
    }
}

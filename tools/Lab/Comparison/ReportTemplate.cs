using System;
using System.IO;
using System.Text.RegularExpressions;

namespace Pilevisor.Lab.Comparison;

/// <summary>Makes reports of what lies in Assets: HTML files that have everything in them, so that they can be sent to somebody and open without a network. They look alike, since they have one style sheet.</summary>
public static partial class ReportTemplate
{
    /// <summary>Fills a report's places, <c>{{name}}</c>: the style sheet and scripts with the assets of that name, others with <paramref name="content"/>.</summary>
    /// <param name="template">The asset to fill.</param>
    /// <param name="content">What belongs into a place, as HTML; null if an asset of its name does.</param>
    public static string Fill(string template, Func<string, string?> content) =>
        Place().Replace(Asset(template), place => content(place.Groups[1].Value) ?? Asset(place.Groups[1].Value).Trim());

    private static string Asset(string name)
    {
        using Stream stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream($"report/{name}") ?? throw new FileNotFoundException($"{name} is no part of this program");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{([A-Za-z.]+)\}\}")]
    private static partial Regex Place();
}

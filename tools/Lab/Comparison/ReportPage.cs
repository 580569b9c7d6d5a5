using System.IO;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pilevisor.Lab.Comparison;

/// <summary>
/// The report: one HTML file with everything in it, so that it can be sent to somebody and opens without a network. The charting library is a copy of uPlot 1.6.32 from npm (dist/uPlot.iife.min.js, dist/uPlot.min.css and LICENSE
/// of the package as published), which lies beside this file: 53 KB that need neither npm nor a download when a report is made.
/// </summary>
public static partial class ReportPage
{
    // The default encoder writes <, > and & as escapes, so that nothing in the data can end the element it stands in.
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary>The file's text.</summary>
    public static string Html(ReportContent content) =>
        Place().Replace(Asset("report.html"), place => place.Groups[1].Value == "data" ? JsonSerializer.Serialize(content, _options) : Asset(place.Groups[1].Value).Trim());

    private static string Asset(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"report/{name}") ?? throw new FileNotFoundException($"{name} is no part of this program");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{([A-Za-z.]+)\}\}")]
    private static partial Regex Place();
}

using System.Text.Json;

namespace Pilevisor.Lab.Comparison;

/// <summary>
/// The report of a comparison. The charting library is a copy of uPlot 1.6.32 from npm (dist/uPlot.iife.min.js, dist/uPlot.min.css and LICENSE
/// of the package as published), which lies beside this file: 53 KB that need neither npm nor a download when a report is made.
/// </summary>
public static class ReportPage
{
    // The default encoder writes <, > and & as escapes, so that nothing in the data can end the element it stands in.
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary>The file's text.</summary>
    public static string Html(ReportContent content) => ReportTemplate.Fill("report.html", name => name == "data" ? JsonSerializer.Serialize(content, _options) : null);
}

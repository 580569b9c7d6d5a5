using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pilevisor.Architecture.Tests;

/// <summary>Who gets a diagnostic can look it up.</summary>
internal static partial class DiagnosticRules
{
    /// <summary>The ids that a file reports: its string literals of the form PV and four digits.</summary>
    public static IEnumerable<string> Ids(SourceFile source) =>
        source.Root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.StringLiteralToken) && Id().IsMatch(t.ValueText)).Select(t => t.ValueText);

    /// <param name="ids">What is reported.</param>
    /// <param name="documentation">Markdown with a heading that starts with the id for each.</param>
    public static IEnumerable<string> Undocumented(IEnumerable<string> ids, string documentation) =>
        ids.Distinct().Where(id => !Regex.IsMatch(documentation, $"^#+ {id}\\b", RegexOptions.Multiline)).Select(id => $"{id} has no section");

    [GeneratedRegex("^PV[0-9]{4}$")]
    private static partial Regex Id();
}

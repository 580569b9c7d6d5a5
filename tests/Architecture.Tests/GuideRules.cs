using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pilevisor.Architecture.Tests;

/// <summary>What a guide shows of the code is in the code. Examples of mistakes, which stand under "Diagnostics", are made up.</summary>
internal static partial class GuideRules
{
    /// <param name="guide">Markdown.</param>
    /// <param name="sources">Where the classes are.</param>
    public static IEnumerable<string> MadeUpClasses(string guide, IReadOnlyList<SourceFile> sources)
    {
        foreach (SourceFile shown in Blocks(guide).Select(block => SourceFile.Parse("guide", block)))
        {
            foreach (ClassDeclarationSyntax type in shown.Nodes<ClassDeclarationSyntax>())
            {
                if (!sources.Any(source => source.Nodes<ClassDeclarationSyntax>().Any(real => Matches(type, real)))) yield return $"no class {Signature(type)} is in the code";
            }
        }
    }

    // Attributes say what an image is made of, parameters what a component needs.
    private static bool Matches(ClassDeclarationSyntax shown, ClassDeclarationSyntax real) => Signature(shown) == Signature(real) && Attributes(shown).SequenceEqual(Attributes(real));

    private static string Signature(ClassDeclarationSyntax type) => $"{type.Identifier.Text}({string.Join(", ", type.ParameterList?.Parameters.Select(p => $"{p.Type} {p.Identifier}") ?? [])})";

    private static IEnumerable<string> Attributes(ClassDeclarationSyntax type) => type.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.ToString());

    private static IEnumerable<string> Blocks(string guide) => Block().Matches(guide.Split("\n## Diagnostics")[0]).Select(match => match.Groups[1].Value);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pilevisor.Composition.Generator;
using Xunit;

namespace Pilevisor.Docs.Tests;

/// <summary>
/// Every block of C# in README.md and docs/ is either a quotation, each line of which stands in one file of src/ or samples/, or it compiles: as types or statements, or as the attributes of a module.
/// A line that is meant to be wrong says so by a diagnostic's number, <c>// PV1001</c>.
/// </summary>
public sealed partial class SnippetTests
{
    /// <summary>Made of the messages' source, by Composition.Tests, which show each mistake.</summary>
    private const string Diagnostics = "docs/diagnostics.md";

    private const string Usings =
        """
        global using System;
        global using Microsoft.Extensions.DependencyInjection;
        global using Pilevisor.Coherence;
        global using Pilevisor.Composition;
        global using Pilevisor.Drivers;
        global using Pilevisor.Hosting;
        global using Pilevisor.Interconnect;
        global using Pilevisor.Kernel;
        global using Pilevisor.Virtualization;
        global using Quality = Pilevisor.Kernel.ICheckedQuality;
        """;

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.Preview);
    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly string[] _sources = [.. from folder in (string[])["src", "samples"] from path in Directory.EnumerateFiles(Path.Combine(Document.Root, folder), "*.cs", SearchOption.AllDirectories)
                                                    where !path.Contains("/obj/", StringComparison.Ordinal) select File.ReadAllText(path)];

    public static TheoryData<int> Snippets => [.. Enumerable.Range(0, All.Length)];

    private static DocumentBlock[] All { get; } = [.. from document in Document.All from block in document.Blocks() where block.Kind == "csharp" && block.Document.Name != Diagnostics select block];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_is_right(int number)
    {
        DocumentBlock block = All[number];
        TestContext.Current.TestOutputHelper?.WriteLine($"{block}");
        string[] expected = [.. DiagnosticNumber().Matches(block.Text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];
        if (expected.Length == 0 && _sources.Any(source => Quotes(block, source))) return;
        Assert.Equal(expected, Errors(block.Text));
    }

    [Theory]
    [InlineData("[Singleton<ICoherenceProtocol, NoSuchProtocol>]", "CS0246")]
    [InlineData("NodeId node = new(3);\nnode.Colour();", "CS1061")]
    [InlineData("[Image]\ninternal sealed partial class Bare;\npublic class Lonely;\n[Image]\n[Singleton<Needy>]\ninternal sealed partial class Missing;\npublic sealed class Needy(IConsole console);", "PV1001")]
    public void A_snippet_that_is_wrong_is_found(string text, string error) => Assert.Contains(error, string.Join('\n', Errors(text)));

    /// <summary>Whether each line of the block is a line of the source, comments apart.</summary>
    private static bool Quotes(DocumentBlock block, string source)
    {
        HashSet<string> there = [.. source.Split('\n').Select(Bare)];
        return block.Lines.Select(Bare).All(there.Contains);
    }

    private static string Bare(string line) => line.Split("//")[0].Trim();

    private static string[] Errors(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, _parsing);
        SyntaxList<MemberDeclarationSyntax> members = tree.GetCompilationUnitRoot().Members;
        OutputKind kind = members.Any(member => member is GlobalStatementSyntax) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        if (members.All(member => member is IncompleteMemberSyntax)) tree = CSharpSyntaxTree.ParseText($"[Module]\n{text}\ninternal interface ISnippet;", _parsing);
        CSharpCompilationOptions options = new(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create("Snippet", [tree, CSharpSyntaxTree.ParseText(Usings, _parsing)], _references, options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ImageGenerator().AsSourceGenerator()], parseOptions: _parsing);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var found);
        return [.. found.Concat(output.GetDiagnostics()).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id.StartsWith("PV", StringComparison.Ordinal) ? d.Id : $"{d}").Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"(?<=// )PV\d{4}")]
    private static partial Regex DiagnosticNumber();
}

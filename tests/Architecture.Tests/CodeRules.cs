using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pilevisor.Architecture.Tests;

/// <summary>What may not stand in a source file.</summary>
internal static class CodeRules
{
    private static readonly string[] Skips = ["Skip", "SkipWhen", "SkipUnless", "SkipExceptions"];

    private static readonly string[] SkipCalls = ["Assert.Skip", "Assert.SkipWhen", "Assert.SkipUnless"];

    /// <summary>Namespaces of which nothing can be used at EL2: they allocate, throw or need a runtime.</summary>
    private static readonly string[] HostOnly = ["System.Linq", "System.Collections", "System.IO", "System.Text", "System.Threading.Tasks", "System.Diagnostics"];

    /// <summary>One source for both worlds.</summary>
    public static IEnumerable<string> ConditionalCompilation(SourceFile source) =>
        from trivia in source.Root.DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.IfDirectiveTrivia)
        select $"{source.Path}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: #if";

    /// <summary>Real or absent.</summary>
    public static IEnumerable<string> Stubs(SourceFile source)
    {
        var exceptions = source.Nodes<SimpleNameSyntax>().Where(name => name.Identifier.Text == "NotImplementedException").Select(name => source.At(name, "a stub"));
        var notes = source.Root.DescendantTrivia(descendIntoTrivia: true)
            .Where(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia && IsNote(trivia.ToString()))
            .Select(trivia => $"{source.Path}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: unfinished: {trivia}");
        return exceptions.Concat(notes);
    }

    /// <summary>A wait names what it waits for; a sleep only hopes. A delay that competes with what is waited for is a time-out.</summary>
    public static IEnumerable<string> Sleeping(SourceFile source) =>
        from access in source.Nodes<MemberAccessExpressionSyntax>()
        where Is(access, "Thread.Sleep") || (Is(access, "Task.Delay") && !IsTimeOut(access))
        select source.At(access, $"{access}: wait for what happens, not for time to pass");

    /// <summary>A test that does not run proves nothing.</summary>
    public static IEnumerable<string> SkippedTests(SourceFile source)
    {
        var attributes = source.Nodes<AttributeArgumentSyntax>().Where(argument => Skips.Contains(argument.NameEquals?.Name.Identifier.Text)).Cast<SyntaxNode>();
        var calls = source.Nodes<MemberAccessExpressionSyntax>().Where(access => SkipCalls.Contains(access.ToString()));
        return attributes.Concat(calls).Select(node => source.At(node, $"{node} skips a test"));
    }

    /// <summary>One top-level type a file, named like it; Type.Aspect.cs and Type{T}.cs are files of Type.</summary>
    public static IEnumerable<string> MisnamedFiles(SourceFile source)
    {
        var types = source.Nodes<MemberDeclarationSyntax>().Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && m.Parent is not TypeDeclarationSyntax).ToList();
        if (types.Count != 1) return [$"{source.Path}: has {types.Count} top-level types instead of one"];
        string type = types[0] is BaseTypeDeclarationSyntax named ? named.Identifier.Text : ((DelegateDeclarationSyntax)types[0]).Identifier.Text;
        return source.Name.Split('.', '{')[0] == type ? [] : [$"{source.Path}: holds {type}, and should be called after it"];
    }

    /// <summary>What src may not use, since it has to run where there is no runtime.</summary>
    public static IEnumerable<string> NeedsRuntime(SourceFile source)
    {
        foreach (SyntaxNode node in source.Root.DescendantNodes())
        {
            string? what = node switch
            {
                UsingDirectiveSyntax { Name: { } name } when IsHostOnly(name.ToString()) => name.ToString(),
                RecordDeclarationSyntax => "a record",
                LockStatementSyntax => "lock",
                YieldStatementSyntax => "an iterator",
                AwaitExpressionSyntax => "await",
                TryStatementSyntax { Catches.Count: > 0 } => "catch",
                ConstructorDeclarationSyntax { Modifiers: var modifiers } when modifiers.Any(SyntaxKind.StaticKeyword) => "a static constructor",
                AttributeSyntax { Name: var name } when name.ToString().EndsWith("ThreadStatic") => "[ThreadStatic]",
                _ => null,
            };
            if (what is not null) yield return source.At(node, $"{what} needs a runtime, which EL2 does not have");
        }
    }

    /// <summary>
    /// What a guest learns from another node may be that its instruction caches were maintained: whoever takes the virtual machine's messages invalidates this node's first. Not the decision about TLB maintenance, which comes
    /// before there is a guest.
    /// </summary>
    public static IEnumerable<string> StaleInstructions(SourceFile source) =>
        from type in source.Nodes<ClassDeclarationSyntax>()
        where source.Path.StartsWith("src/Virtualization/", System.StringComparison.Ordinal) && source.Name != "TlbDecision.cs"
        where type.BaseList?.Types.Any(b => b.Type.ToString() == "MessageHandler") == true
        where !type.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => call.Expression.ToString() == "caches.InvalidateInstructions")
        select source.At(type.Identifier, $"{type.Identifier} takes messages that the guest may see, and does not invalidate instruction caches");

    public static bool IsUnsafe(SourceFile source) => source.Root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword));

    private static bool Is(MemberAccessExpressionSyntax access, string name) => access.ToString() == name || access.ToString().EndsWith("." + name);

    private static bool IsTimeOut(SyntaxNode delay) =>
        delay.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is MemberAccessExpressionSyntax access && Is(access, "Task.WhenAny"));

    private static bool IsHostOnly(string name) =>
        HostOnly.Any(space => name == space || name.StartsWith(space + ".")) && name != "System.Diagnostics.CodeAnalysis";

    private static bool IsNote(string comment) => new[] { "TODO", "FIXME", "HACK", "XXX" }.Any(comment.Contains);
}

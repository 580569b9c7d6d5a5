using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Pilevisor.Architecture.Tests;

/// <summary>Each rule sees what breaks it, and nothing in what does not.</summary>
public sealed class BrokenRules
{
    [Theory]
    [InlineData("src/Kernel", "../Interconnect/Interconnect.csproj")]
    [InlineData("src/Interconnect", "../Drivers/Drivers.csproj")]
    [InlineData("src/Virtualization", "../Drivers/Drivers.csproj")]
    [InlineData("src/Coherence", "$(RepositoryRoot)src/Virtualization/Virtualization.csproj")]
    [InlineData("src/Kernel", "../../toolchain/CoreLib/CoreLib.csproj")]
    [InlineData("src/Drivers", "../../tools/Lab/Lab.csproj")]
    [InlineData("tools/Cli", "../../src/Drivers/Drivers.csproj")]
    [InlineData("tools/Cli", "../../samples/VirtCluster/VirtCluster.csproj")]
    [InlineData("tests/Kernel.Tests", "../../src/Drivers/Drivers.csproj")]
    [InlineData("toolchain/Composition", "../../src/Kernel/Kernel.csproj")]
    public void A_forbidden_reference(string project, string include) => Assert.Single(LayerRules.ForbiddenReferences([Project(project, include)]));

    [Theory]
    [InlineData("src/Virtualization", "../Coherence/Coherence.csproj;../Kernel/Kernel.csproj")]
    [InlineData("src/Kernel", "../../toolchain/Composition/Composition.csproj")]
    [InlineData("src/Kernel", "../../toolchain/Analyzers/Analyzers.csproj")]
    [InlineData("tools/Lab", "..\\..\\src\\Coherence\\Coherence.csproj")]
    [InlineData("samples/VirtCluster", "../../src/Drivers/Drivers.csproj")]
    [InlineData("tests/Drivers.Tests", "../../src/Drivers/Drivers.csproj")]
    public void An_allowed_reference(string project, string include) => Assert.Empty(LayerRules.ForbiddenReferences([Project(project, include)]));

    [Theory]
    [InlineData("class A(B b);", 0)]
    [InlineData("[Image]\n[X<Y>] // why\nclass C;", 0)]
    [InlineData("class A(D b);", 1)]
    [InlineData("class A(B other);", 1)]
    [InlineData("[Image]\nclass C;", 1)]
    public void A_class_in_a_guide_that_is_made_up(string shown, int violations)
    {
        SourceFile source = SourceFile.Parse("src/Kernel/A.cs", "sealed class A(B b) : Base; [Image] [X<Y>] class C;");
        Assert.Equal(violations, GuideRules.MadeUpClasses($"# Guide\n```csharp\n{shown}\n```\n## Diagnostics\n```csharp\nclass Mistake(X x);\n```\n", [source]).Count());
    }

    [Theory]
    [InlineData("src/Virtualization/A.cs", "class A : MessageHandler { override void Receive() => Take(); }", 1)]
    [InlineData("src/Virtualization/A.cs", "class A : MessageHandler { override void Receive() { caches.InvalidateInstructions(); Take(); } }", 0)]
    [InlineData("src/Virtualization/A.cs", "class A : TrapHandler;", 0)]
    [InlineData("src/Coherence/A.cs", "class A : MessageHandler;", 0)]
    public void A_message_with_stale_instruction_caches(string path, string text, int violations) => Assert.Equal(violations, CodeRules.StaleInstructions(SourceFile.Parse(path, text)).Count());

    [Fact]
    public void A_stranger_in_src()
    {
        Assert.Single(LayerRules.StrangersInSrc([Project("src/Extra", "../Kernel/Kernel.csproj")]));
        Assert.Single(LayerRules.StrangersInSrc([ProjectFile.Parse("src/Kernel/Kernel.csproj", "<Project><ItemGroup><PackageReference Include='X' /></ItemGroup></Project>")]));
        Assert.Empty(LayerRules.StrangersInSrc([Project("src/Coherence", "../Kernel/Kernel.csproj")]));
    }

    [Theory]
    [InlineData("#if DEBUG\nclass A;\n#endif", 1)]
    [InlineData("class A { string X => \"#if\"; } // #if", 0)]
    public void Conditional_compilation(string text, int violations) => Check(CodeRules.ConditionalCompilation, text, violations);

    [Theory]
    [InlineData("class A { void M() => throw new NotImplementedException(); }", 1)]
    [InlineData("class A { void M() => throw new System.NotImplementedException(); }", 1)]
    [InlineData("class A; // TODO: more", 1)]
    [InlineData("class A { string X => \"TODO NotImplementedException\"; }", 0)]
    public void A_stub(string text, int violations) => Check(CodeRules.Stubs, text, violations);

    [Theory]
    [InlineData("class A { void M() { Thread.Sleep(5); } }", 1)]
    [InlineData("class A { void M() { System.Threading.Tasks.Task.Delay(5); } }", 1)]
    [InlineData("class A { async void M() { await Task.Delay(5); await Task.WhenAny(X); } }", 1)]
    [InlineData("class A { async void M() { await Task.WhenAny(X, Y ? Task.Delay(5) : Z); } }", 0)]
    [InlineData("class A { void M() { Task.Run(M); } }", 0)]
    public void A_sleep(string text, int violations) => Check(CodeRules.Sleeping, text, violations);

    [Theory]
    [InlineData("class A { [Fact(Skip = \"later\")] void M() { } }", 1)]
    [InlineData("class A { [Theory(SkipUnless = \"X\")] void M() { } }", 1)]
    [InlineData("class A { void M() { Assert.Skip(\"no\"); } }", 1)]
    [InlineData("class A { [Fact(DisplayName = \"Skip = 1\")] void Skip() { Skip(); } }", 0)]
    public void A_skipped_test(string text, int violations) => Check(CodeRules.SkippedTests, text, violations);

    [Theory]
    [InlineData("A.cs", "class A; class B;", 1)]
    [InlineData("A.cs", "namespace X; class B;", 1)]
    [InlineData("A.cs", "namespace X { delegate void A(); enum B; }", 1)]
    [InlineData("A.cs", "using System;", 1)]
    [InlineData("A.cs", "namespace X; class A { class B; }", 0)]
    [InlineData("A.Aspect.cs", "partial class A;", 0)]
    [InlineData("A{T}.cs", "class A<T>;", 0)]
    [InlineData("A.cs", "delegate void A();", 0)]
    public void A_misnamed_file(string name, string text, int violations) => Assert.Equal(violations, CodeRules.MisnamedFiles(SourceFile.Parse("src/Kernel/" + name, text)).Count());

    [Theory]
    [InlineData("using System.Linq;", 1)]
    [InlineData("using System.Collections.Generic;", 1)]
    [InlineData("record A;", 1)]
    [InlineData("record struct A;", 1)]
    [InlineData("class A { void M() { lock (this) { } } }", 1)]
    [InlineData("class A { object M() { yield return 1; } }", 1)]
    [InlineData("class A { async void M() { await X; } }", 1)]
    [InlineData("class A { void M() { try { } catch (E) { } } }", 1)]
    [InlineData("class A { static A() { } }", 1)]
    [InlineData("class A { [ThreadStatic] static int x; }", 1)]
    [InlineData("using System; using System.Diagnostics.CodeAnalysis; using System.Runtime.InteropServices; class A { public A() { try { } finally { } } }", 0)]
    public void A_need_for_a_runtime(string text, int violations) => Check(CodeRules.NeedsRuntime, text, violations);

    [Theory]
    [InlineData("unsafe class A;", true)]
    [InlineData("class A { void M() { unsafe { } } }", true)]
    [InlineData("class A { string X => \"unsafe\"; } // unsafe", false)]
    public void Unsafe_code(string text, bool isUnsafe) => Assert.Equal(isUnsafe, CodeRules.IsUnsafe(SourceFile.Parse("src/Kernel/A.cs", text)));

    [Theory]
    [InlineData("A.csproj", "<PackageReference Include='X' Version='1.0' />", 1)]
    [InlineData("A.csproj", "<PackageReference Include='X' VersionOverride='1.0' />", 1)]
    [InlineData("A.csproj", "<PackageReference Include='X'><Version>1.0</Version></PackageReference>", 1)]
    [InlineData("A.csproj", "<PackageVersion Include='X' Version='1.0' />", 1)]
    [InlineData("Directory.Packages.props", "<PackageVersion Include='X' Version='1.0' />", 0)]
    [InlineData("A.csproj", "<PackageReference Include='X' />", 0)]
    public void A_scattered_version(string path, string item, int violations) =>
        Assert.Equal(violations, PackageRules.ScatteredVersions(ProjectFile.Parse(path, $"<Project><ItemGroup>{item}</ItemGroup></Project>")).Count());

    [Fact]
    public void An_undocumented_diagnostic()
    {
        string[] ids = [.. DiagnosticRules.Ids(SourceFile.Parse("toolchain/A/A.cs", "class A { string X => \"PV1001\"; string Y => \"PV1002\"; string Z => \"see PV1003\"; }"))];
        Assert.Equal(["PV1001", "PV1002"], ids);
        Assert.Equal(["PV1002 has no section"], DiagnosticRules.Undocumented(ids, "# All\n### PV1001 Something\nSee PV1002.\n"));
    }

    private static void Check(Func<SourceFile, IEnumerable<string>> rule, string text, int violations) =>
        Assert.Equal(violations, rule(SourceFile.Parse("src/Kernel/A.cs", text)).Count());

    private static ProjectFile Project(string folder, string include) =>
        ProjectFile.Parse($"{folder}/{folder.Split('/')[1]}.csproj", $"<Project><ItemGroup><ProjectReference Include='{include}' /></ItemGroup></Project>");
}

using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Pilevisor.Architecture.Tests;

/// <summary>The repository keeps its rules.</summary>
public sealed class HouseRules
{
    private const string AllowList = "tests/Architecture.Tests/unsafe-files.txt";

    [Fact]
    public void The_repository_is_found()
    {
        Assert.Contains(Repository.Projects, p => p.Path == "src/Kernel/Kernel.csproj");
        Assert.Contains(Repository.Sources, s => s.Path == "src/Kernel/CpuIndex.cs");
    }

    [Fact]
    public void Layers_refer_only_to_what_they_stand_on() => Keep(LayerRules.ForbiddenReferences(Repository.Projects));

    [Fact]
    public void Src_is_the_five_layers_and_nothing_else()
    {
        Keep(LayerRules.StrangersInSrc(Repository.Projects));
        Assert.Equal(Pilevisor.Analyzers.LayerTable.Layers.Keys.Order(), Repository.Projects.Where(p => p.IsProject && p.Path.StartsWith("src/")).Select(p => p.Path.Split('/')[1]).Order());
    }

    [Fact]
    public void There_is_no_conditional_compilation() => Keep(Repository.SourcesBelow("src", "tools").SelectMany(CodeRules.ConditionalCompilation));

    [Fact]
    public void There_are_no_stubs() => Keep(Repository.SourcesBelow("src", "tools", "samples", "tests").SelectMany(CodeRules.Stubs));

    [Fact]
    public void Nothing_sleeps() => Keep(Repository.SourcesBelow("src", "tools").SelectMany(CodeRules.Sleeping));

    [Fact]
    public void No_test_is_skipped() => Keep(Repository.SourcesBelow("tests").SelectMany(CodeRules.SkippedTests));

    [Fact]
    public void Each_file_holds_the_type_it_is_called_after() => Keep(Repository.SourcesBelow("src").SelectMany(CodeRules.MisnamedFiles));

    [Fact]
    public void Layers_need_no_runtime() => Keep(Repository.SourcesBelow("src").SelectMany(CodeRules.NeedsRuntime));

    [Fact]
    public void Messages_to_the_guest_find_instruction_caches_invalidated() => Keep(Repository.SourcesBelow("src").SelectMany(CodeRules.StaleInstructions));

    [Fact]
    public void Versions_of_packages_are_central() => Keep(Repository.Projects.SelectMany(PackageRules.ScatteredVersions));

    [Fact]
    public void Every_diagnostic_is_documented()
    {
        string[] ids = Repository.SourcesBelow("toolchain").SelectMany(DiagnosticRules.Ids).ToArray();
        Assert.NotEmpty(ids);
        Keep(DiagnosticRules.Undocumented(ids, Repository.Read("docs/diagnostics.md")));
    }

    [Fact]
    public void A_guide_shows_classes_as_they_are() => Keep(GuideRules.MadeUpClasses(Repository.Read("docs/composition.md"), Repository.SourcesBelow("src", "samples").ToArray()));

    /// <summary>A file that comes new to the list is looked at by a person; one that no longer needs to be on it leaves it.</summary>
    [Fact]
    public void Unsafe_code_stands_only_where_it_is_allowed()
    {
        string[] allowed = Repository.Read(AllowList).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToArray();
        string[] actual = Repository.SourcesBelow("src").Where(CodeRules.IsUnsafe).Select(source => source.Path).ToArray();
        var unlisted = actual.Except(allowed).Select(path => $"{path}: unsafe, but not listed in {AllowList}");
        Keep(unlisted.Concat(allowed.Except(actual).Select(path => $"{path}: listed in {AllowList}, but not unsafe")));
    }

    private static void Keep(IEnumerable<string> violations)
    {
        string[] all = violations.ToArray();
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }
}

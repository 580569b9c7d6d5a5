using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Pilevisor.Docs.Tests;

/// <summary>The rules of udev in docs/operations.md are those of the Debian that `up --distro` makes.</summary>
public class GrowthRulesTests
{
    [Fact]
    public void A_debian_of_ours_has_the_rules_that_the_page_names()
    {
        string[] page = [.. File.ReadLines(Path.Combine(Document.Root, "docs", "operations.md")).Select(line => line.Trim()).Where(line => line.StartsWith("SUBSYSTEM", StringComparison.Ordinal))];
        Assert.NotEmpty(page);
        Assert.Equal(page, File.ReadLines(Path.Combine(Document.Root, "samples", "guests", "debian", "root", "etc", "udev", "rules.d", "90-pilevisor.rules")));
    }
}

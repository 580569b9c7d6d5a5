using System;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Docs.Tests;

/// <summary>docs/getting-started.md has each word that a guest on several nodes is told by default, in the table that gives the reasons.</summary>
public class ToldWordsTests
{
    [Fact]
    public void Each_word_has_its_reason()
    {
        string[] rows = [.. File.ReadAllLines(Path.Combine(Document.Root, "docs", "getting-started.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        string[] words = $"{GuestPayload.OneCpuFirst} {GuestPayload.OnSeveralNodes(2)}".Split(' ');
        Assert.All(words.Select(word => word.StartsWith("nohz_full=", StringComparison.Ordinal) ? "nohz_full=1-N" : word), word => Assert.Single(rows, row => row.Split('|')[1].Contains($"`{word}`", StringComparison.Ordinal)));
    }
}

using System;
using System.IO;
using Pilevisor.Launch.Layout;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public void What_dead_processes_left_is_removed_and_nothing_else()
    {
        // Process ids are below 2^22 on Linux.
        string dead = Make($"pilevisor-{1 << 23}-abc"), alive = Make($"pilevisor-{Environment.ProcessId}-abc"), other = Make("pilevisor-notes");
        RunDirectory.RemoveOrphans(_place.Path);
        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(alive));
        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public void A_run_directory_is_gone_after_its_run()
    {
        string path;
        using (RunDirectory directory = new())
        {
            path = directory.Path;
            File.WriteAllText(directory.File("payload"), "x");
        }

        Assert.False(Directory.Exists(path));
    }

    public void Dispose() => _place.Dispose();

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_place.Path, name)).FullName;
}

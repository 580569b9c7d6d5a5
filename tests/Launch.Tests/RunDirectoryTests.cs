using System;
using System.IO;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
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

    // A cluster's key lies in it.
    [Fact]
    public void Nobody_else_reads_a_run_directory()
    {
        using RunDirectory directory = new();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.Path));
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

    [Fact]
    public void A_place_for_them_must_be_there_and_its_name_short()
    {
        Assert.Null(RunDirectory.Problem(_place.Path));
        Assert.StartsWith("no such directory for sockets and other files of a run: /no/such; TMPDIR", RunDirectory.Problem("/no/such"));
        Assert.Contains("65 bytes are the most", RunDirectory.Problem(Make(new string('x', 100))));
        Assert.Contains("cannot be written", RunDirectory.Problem("/proc"));
    }

    [Fact]
    public void The_longest_place_is_one_that_sockets_can_be_in()
    {
        string place = Make(new string('x', 65 - _place.Path.Length - 1));
        Assert.Null(RunDirectory.Problem(place));
        using SerialPort port = new(Directory.CreateDirectory(Path.Combine(place, "pilevisor-4194304-01234567")).FullName + "/monitor63.sock");
        Assert.True(File.Exists(port.Path));
    }

    public void Dispose() => _place.Dispose();

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_place.Path, name)).FullName;
}

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using System.Xml;
using Pilevisor.Cli;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>What goes wrong on the host ends in words: a real failure where root can have one, an injected one elsewhere.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new LaunchException(ExitStatus.TimedOut, "too late"), ExitStatus.TimedOut, "too late" },
        { new IOException("No space left on device : '/x'", 28), ExitStatus.InputOutput, "No space left on device : '/x'. Make room there" },
        { new IOException("Read-only file system : '/x'", 30), ExitStatus.InputOutput, "That file system is read-only" },
        { new IOException("Too many open files", 24), ExitStatus.InputOutput, "`ulimit -n`" },
        { new UnauthorizedAccessException("Access to the path '/x' is denied."), ExitStatus.InputOutput, "'/x' is denied. Pilevisor writes to its working copy" },
        { new DirectoryNotFoundException("Could not find a part of the path '/x/y'."), ExitStatus.InputOutput, "Something has removed it" },
        { new SocketException((int)SocketError.AddressNotAvailable), ExitStatus.InputOutput, "TMPDIR" },
        { new Win32Exception(2), ExitStatus.Unavailable, "./pilevisor doctor" },
        { new AggregateException(new IOException("No space left on device", 28)), ExitStatus.InputOutput, "Make room there" },
        { new InvalidOperationException("boom"), ExitStatus.Panic, "a defect of Pilevisor's own, please report it: InvalidOperationException: boom" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void An_exception_becomes_words_and_a_status(Exception e, int status, string says)
    {
        Failure failure = Failure.Of(e);
        Assert.Equal(status, failure.Status);
        Assert.Contains(says, failure.Message);
        Assert.DoesNotContain("   at ", failure.Message);
    }

    [Fact]
    public void A_full_disk_is_what_a_full_device_says()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Assert.Contains("Make room there", Failure.Of(Assert.ThrowsAny<IOException>(() => full.WriteByte(1))).Message);
    }

    [Fact]
    public void A_log_that_cannot_be_written_to_its_end_says_why_and_harms_nobody()
    {
        using LogFile log = new("/dev/full");
        log.WriteLine("lost");
        log.WriteLine("lost too");
        Assert.StartsWith("the log /dev/full is not complete: No space left on device", log.Problem);
        Assert.Equal(ExitStatus.InputOutput, Assert.Throws<LaunchException>(() => new LogFile("/no/such/file")).Status);
    }

    [Fact]
    public void Standard_output_that_takes_nothing_is_an_error()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using StreamWriter output = new(new ResultStream(full)) { AutoFlush = true };
        Assert.Equal(ExitStatus.InputOutput, Assert.Throws<LaunchException>(() => output.WriteLine("a result")).Status);
    }

    [Fact]
    public void Words_that_nobody_can_see_harm_nobody()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        ForgivingWriter writer = new(new StreamWriter(full) { AutoFlush = true });
        writer.WriteLine("progress");
        writer.Write('.');
        writer.Flush();
    }

    [Fact]
    public async Task A_lock_that_can_never_be_had_is_not_waited_for()
    {
        // Not held by anybody, but no file: what was once taken for a lock that somebody holds.
        string path = Directory.CreateDirectory(Path.Combine(_place.Path, "lock")).FullName;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => FileLock.AcquireAsync(path, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<IOException>(() => FileLock.AcquireAsync("/proc/self/no/lock", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_waits_for_a_lock_is_told_and_gets_it()
    {
        string path = Path.Combine(_place.Path, "lock");
        FileLock first = await FileLock.AcquireAsync(path, TestContext.Current.CancellationToken);
        List<string> told = [];
        TaskCompletionSource waiting = new();
        Task<FileLock> second = FileLock.AcquireAsync(path, TestContext.Current.CancellationToken, () =>
        {
            told.Add("wait");
            waiting.SetResult();
        });
        await waiting.Task;
        first.Dispose();
        using FileLock held = await second;
        Assert.Equal(["wait"], told);
    }

    [Fact]
    public void A_project_that_is_no_xml_is_named()
    {
        _place.File("samples/Broken/Broken.csproj", "<Project><Import Project=\"../../toolchain/Image.targets\" />");
        LaunchException e = Assert.Throws<LaunchException>(() => new VariantCatalog(new RepositoryLayout(_place.Path)).Summary("Broken"));
        Assert.Contains("Broken.csproj is not well formed", e.Message);
        Assert.IsType<XmlException>(e.InnerException);
    }

    public void Dispose() => _place.Dispose();
}

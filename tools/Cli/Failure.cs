using System;
using System.ComponentModel;
using System.IO;
using System.Net.Sockets;
using Pilevisor.Launch;

namespace Pilevisor.Cli;

/// <summary>What the user reads of an exception, whichever it was: what happened, what to do, and the status to end with.</summary>
/// <param name="Status">One of <see cref="ExitStatus"/>.</param>
/// <param name="Message">One sentence or more.</param>
internal sealed record Failure(int Status, string Message)
{
    /// <summary>Set to anything, it shows where an exception came from.</summary>
    public const string StackVariable = "PILEVISOR_STACK";

    // errno(3), which is what .NET makes of it on Linux.
    private const int NotPermitted = 1;
    private const int NoMemory = 12;
    private const int TooManyFiles = 24;
    private const int DiskFull = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    // What .NET says where it found out before it wrote.
    private const string DiskFullWords = "disk was full";

    /// <summary>Finds the words for an exception.</summary>
    public static Failure Of(Exception e) => e switch
    {
        LaunchException known => new(known.Status, known.Message),
        AggregateException { InnerExceptions: [{ } only] } => Of(only),
        UnauthorizedAccessException => new(ExitStatus.InputOutput, $"{e.Message} {Advice(e.InnerException?.HResult == NotPermitted ? NotPermitted : 0)}"),
        FileNotFoundException or DirectoryNotFoundException => new(ExitStatus.InputOutput, $"{e.Message} Something has removed it, or is missing from the working copy (`git status` tells): put it back and try again"),
        IOException => new(ExitStatus.InputOutput, $"{Sentence(e.Message)} {Advice(e.Message.Contains(DiskFullWords, StringComparison.Ordinal) ? DiskFull : e.HResult)}"),
        SocketException => new(ExitStatus.InputOutput, $"a socket of this run failed: {Sentence(e.Message)} The directory for such files is {Path.GetTempPath()} (TMPDIR); see whether it is there and can be written"),
        Win32Exception => new(ExitStatus.Unavailable, $"a program could not be run: {Sentence(e.Message)} `./pilevisor doctor` says what is missing"),
        OutOfMemoryException => new(ExitStatus.Unavailable, "this program ran out of memory: ask for less, or make room"),
        _ => new(ExitStatus.Panic, $"this is a defect of Pilevisor's own, please report it: {e.GetType().Name}: {e.Message}{Stack(e)}"),
    };

    private static string Advice(int error) => error switch
    {
        DiskFull or QuotaExceeded => $"Make room there; files of a run are in {Path.GetTempPath()} (TMPDIR names another directory), what was built and downloaded in the working copy (`./pilevisor clean` removes it)",
        ReadOnlyFileSystem => $"That file system is read-only: use a working copy and a TMPDIR (now {Path.GetTempPath()}) that can be written",
        TooManyFiles => "Too many files are open: raise the limit (`ulimit -n`), or ask for fewer nodes",
        NoMemory => "The host has no memory left: ask for less, or make room",
        _ => $"Pilevisor writes to its working copy, to {Path.GetTempPath()} (TMPDIR) and where it is told to: see whose these are, and what their permissions say",
    };

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";

    private static string Stack(Exception e) =>
        Environment.GetEnvironmentVariable(StackVariable) is null ? $"\n{StackVariable}=1 shows where it happened" : $"\n{e}";
}

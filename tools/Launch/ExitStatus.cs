namespace Pilevisor.Launch;

/// <summary>What this program's own exit status says, where it is not the status of the guest's command, nor 128 and the number of the signal that interrupted it. Numbers follow sysexits(3), timeout(1) and the shell.</summary>
public static class ExitStatus
{
    /// <summary>The guest powered off, or everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>Some tests failed.</summary>
    public const int TestsFailed = 1;

    /// <summary>The request was refused before anything started.</summary>
    public const int BadInput = 64;

    /// <summary>Something that is needed is missing: a program, a package, the network.</summary>
    public const int Unavailable = 69;

    /// <summary>The hypervisor panicked on some node, or a node's machine failed; or this program is at fault itself, and says so.</summary>
    public const int Panic = 70;

    /// <summary>The guest ended before its command did.</summary>
    public const int GuestDied = 71;

    /// <summary>Something cannot be read or written: a full disk, a missing permission, a file that has gone.</summary>
    public const int InputOutput = 74;

    /// <summary>Time ran out.</summary>
    public const int TimedOut = 124;
}

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Processes;

/// <summary>
/// Starts programs that must not outlive this process, however it ends: the kernel kills them when the thread that started them ends (PR_SET_PDEATHSIG),
/// so one thread, which lives as long as the process, starts them all. Each has a session of its own: what is typed on the terminal, Ctrl-C and Ctrl-Z, is for this process,
/// which tells them.
/// </summary>
public static class ChildSpawner
{
    private const string SessionHelper = "/usr/bin/setsid";
    private const string ParentDeathHelper = "/usr/bin/setpriv";
    private static readonly BlockingCollection<Action> _requests = [];
    private static readonly ConcurrentDictionary<int, Process> _running = [];
    private static readonly Lazy<Thread> _thread = new(StartThread);

    /// <summary>Starts a program.</summary>
    /// <param name="start">What to start; its file name and arguments are run as they are.</param>
    /// <exception cref="LaunchException">If it cannot be started.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        string program = start.FileName;
        RunBy(start, ParentDeathHelper, "--pdeathsig", "KILL");
        RunBy(start, SessionHelper);
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = _thread.Value;
        _requests.Add(() =>
        {
            try
            {
                started.SetResult(Start(start));
            }
            catch (Exception e)
            {
                started.SetException(new LaunchException(ExitStatus.Unavailable, $"cannot run `{program}` ({e.Message}); `./pilevisor doctor` says what is missing", e));
            }
        });
        return started.Task;
    }

    /// <summary>Stops all of them, until <see cref="Resume"/>: none can run while this process does not.</summary>
    public static void Suspend() => Send(HostSignals.Stop);

    /// <summary>Lets all of them go on.</summary>
    public static void Resume() => Send(HostSignals.Continue);

    private static Process Start(ProcessStartInfo start)
    {
        Process process = Process.Start(start)!;
        _running[process.Id] = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _running.TryRemove(process.Id, out Process? _);
        return process;
    }

    private static void RunBy(ProcessStartInfo start, string helper, params string[] arguments)
    {
        if (!File.Exists(helper)) return;
        string[] all = [.. arguments, start.FileName];
        for (int i = 0; i < all.Length; i++) start.ArgumentList.Insert(i, all[i]);
        start.FileName = helper;
    }

    private static void Send(int signal)
    {
        foreach (int process in _running.Keys) HostSignals.Send(process, signal);
    }

    private static Thread StartThread()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Send(HostSignals.Kill);
        Thread thread = new(() =>
        {
            foreach (Action request in _requests.GetConsumingEnumerable()) request();
        })
        { IsBackground = true, Name = "child spawner" };
        thread.Start();
        return thread;
    }
}

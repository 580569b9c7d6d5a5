using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Processes;

/// <summary>
/// Starts programs that must not outlive this process, however it ends: the kernel kills them when the thread that started them ends (PR_SET_PDEATHSIG),
/// so one thread, which lives as long as the process, starts them all.
/// </summary>
public static class ChildSpawner
{
    private const string ParentDeathHelper = "/usr/bin/setpriv";
    private static readonly BlockingCollection<Action> _requests = [];
    private static readonly Lazy<Thread> _thread = new(StartThread);

    /// <summary>Starts a program.</summary>
    /// <param name="start">What to start; its file name and arguments are run as they are.</param>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        if (File.Exists(ParentDeathHelper))
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, "KILL");
            start.ArgumentList.Insert(0, "--pdeathsig");
            start.FileName = ParentDeathHelper;
        }

        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = _thread.Value;
        _requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static Thread StartThread()
    {
        Thread thread = new(() =>
        {
            foreach (Action request in _requests.GetConsumingEnumerable()) request();
        })
        { IsBackground = true, Name = "child spawner" };
        thread.Start();
        return thread;
    }
}

using System;
using System.ComponentModel;
using System.Diagnostics;

namespace Pilevisor.Launch.Processes;

/// <summary>A process and those it has started.</summary>
public static class ProcessTree
{
    /// <summary>Ends all of them at once.</summary>
    public static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or AggregateException)
        {
            // It has ended, or is root's by way of sudo, which passes on what the terminal sends.
        }
    }
}

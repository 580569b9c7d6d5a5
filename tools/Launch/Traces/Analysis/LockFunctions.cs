using System;
using System.Linq;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>Which functions of Linux take locks, or wait for one, by their names.</summary>
public static class LockFunctions
{
    private static readonly string[] _parts = ["spin_lock", "lock_slowpath", "mutex_lock", "rwsem", "down_read", "down_write", "futex_"];

    /// <summary>Whether <paramref name="function"/> is one of them.</summary>
    public static bool Contain(string function) => _parts.Any(part => function.Contains(part, StringComparison.Ordinal));
}

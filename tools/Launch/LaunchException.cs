using System;

namespace Pilevisor.Launch;

/// <summary>Something the user should read, and what status to end with: its message says what is wrong and what would be right.</summary>
/// <param name="status">One of <see cref="ExitStatus"/>.</param>
/// <param name="message">Shown as it is.</param>
/// <param name="inner">What it came from.</param>
public class LaunchException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit status that fits.</summary>
    public int Status { get; } = status;
}

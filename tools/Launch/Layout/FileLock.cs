using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Layout;

/// <summary>A lock between processes: held while the file is open, so a process that dies lets go.</summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    // errno's EWOULDBLOCK, of flock(2).
    private const int HeldByAnother = 11;

    /// <summary>Takes the lock; waits while another process holds it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="onWait">Told once that there is something to wait for.</param>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellation, Action? onWait = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using PeriodicTimer retry = new(RetryInterval);
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e.HResult == HeldByAnother)
            {
                onWait?.Invoke();
                onWait = null;
                await retry.WaitForNextTickAsync(cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
